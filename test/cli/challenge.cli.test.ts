import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const id = 'repair-the-window';
let machine: Machine;
const home = () => join(machine.folder, 'home');
const script = (...path: string[]) => join(home(), ...path, 'limiter.lua');

beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.dispose());

/** What `hyperdrive challenge list` knows of a challenge. */
async function state(of: string): Promise<unknown> {
  const listed = await machine.json(['challenge', 'list']);
  return listed.find(({ challenge }) => challenge === of)?.['state'];
}

describe('a challenge', () => {
  it('is started, fails, and passes with its solution', async () => {
    const folder = join(home(), 'first');
    await machine.json(['challenge', 'start', id, folder]);
    expect(await state(id)).toBe('started');

    const broken = await machine.run(['challenge', 'check', '--json', '--seed', '7']);
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      challenge: id,
      passed: false,
      law: 'decision',
      seed: 7,
    });
    const same = await machine.run(['attack', join(folder, 'limiter.lua'), '--json', '--seed', '7']);
    expect(JSON.parse(same.stdout)).toMatchObject({ law: 'decision' });
    const [hint] = await machine.json(['challenge', 'hint']);
    expect(hint).toMatchObject({ challenge: id, law: 'decision', shown: 1, left: 2 });

    const refused = await machine.run(['challenge', 'solution', id]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    const { stdout } = await machine.run(['challenge', 'solution', id, '--reveal']);
    writeFileSync(join(folder, 'limiter.lua'), stdout);
    const passed = await machine.run(['challenge', 'check', folder]);
    expect(passed).toMatchObject({ code: 0, stderr: '' });
    expect(passed.stdout).toContain(`Well done: ${id} is passed`);
    expect(await state(id)).toBe('passed');

    const [reset] = await machine.json(['challenge', 'reset', id, '--yes']);
    expect(readFileSync(String(reset!['backup']), 'utf8')).toBe(stdout);
    expect(await state(id)).toBe('passed');
  }, 120_000);

  it('is not forgotten by others that are started at the same time', async () => {
    const listed = await machine.json(['challenge', 'list']);
    const ids = listed.map(({ challenge }) => String(challenge)).slice(0, 8);
    await Promise.all(ids.map((one) => machine.json(['challenge', 'start', one, join(home(), 'many', one)])));
    const now = await machine.json(['challenge', 'list']);
    expect(now.slice(0, 8).map(({ state: is }) => is)).not.toContain('open');
  });
});

describe('in a terminal', () => {
  it('a challenge is chosen, and edited', async () => {
    const cwd = join(home(), 'menu');
    mkdirSync(cwd);
    const menu = new Terminal(machine, ['challenge'], { cwd });
    await menu.until('Which challenge?');
    menu.type(keys.enter);
    await menu.until('hyperdrive challenge watch');
    expect(await menu.exited).toBe(0);
    expect(readdirSync(cwd)).toEqual(['hyperdrive-challenges']);
    const again = new Terminal(machine, ['challenge'], { cwd });
    await again.until('Which challenge?');
    again.type(keys.enter);
    await again.until('Get a hint');
    again.type(keys.down.repeat(3) + keys.enter);
    await again.until('Hint 1, where to look');
    expect(await again.exited).toBe(0);

    const EDITOR = `sh -c 'echo "-- edited" >> "$0"'`;
    const edit = new Terminal(machine, ['challenge', 'start', id, '.', '--edit'], { cwd, env: { EDITOR } });
    expect(await edit.exited).toBe(0);
    expect(readFileSync(script('menu'), 'utf8')).toMatch(/-- edited\n$/);

    const none = new Terminal(machine, ['challenge', 'start', id, '.', '--edit'], {
      cwd,
      env: { EDITOR: 'no-such-editor' },
    });
    await none.until('no-such-editor cannot be started: there is no such program.');
    expect(await none.exited).toBe(2);
  });

  it('a watch sees each save, also by rename, and ends with q', async () => {
    const cwd = join(home(), 'watched');
    await machine.json(['challenge', 'start', id, cwd]);
    const watch = new Terminal(machine, ['challenge', 'watch'], { cwd });
    await watch.until(/BROKEN[^]*Seen on/, 60_000);
    writeFileSync(join(cwd, 'new'), '-- hyperdrive: challenge=x\nreturn (');
    renameSync(join(cwd, 'new'), script('watched'));
    await watch.until('the server does not take it', 60_000);
    writeFileSync(script('watched'), 'return 1');
    await watch.until(/BROKEN[^]*Seen on/, 60_000);
    watch.type('q');
    expect(await watch.exited).toBe(0);

    const stopped = new Terminal(machine, ['challenge', 'watch'], { cwd });
    await stopped.until('attacking');
    stopped.type(keys.ctrlC);
    expect(await stopped.exited).toBe(130);
  }, 120_000);
});
