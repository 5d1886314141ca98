import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const here = new Machine();
afterAll(() => here.dispose());

function script(name: string, text: string): string {
  const path = join(here.folder, name);
  writeFileSync(path, text);
  return path;
}

const arenas = () => readdirSync(here.runtime).filter((name) => name.startsWith('arena-'));

describe('an attack', () => {
  it('ends with 1 where the script breaks: nothing but the verdict is printed, and nothing is left', async () => {
    const path = script('broken.lua', '-- hyperdrive: model=gcra\nreturn 1');
    const { code, stdout, stderr } = await here.run(['attack', path, '--seed', '7']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/BROKEN/);
    expect(stdout).toContain('--seed 7');
    expect(stdout).not.toMatch(/[\u001b\r]/);
    expect(arenas()).toEqual([]);
  });

  it.each([
    [['attack'], 2, /Which script\?/],
    [['attack', 'lua/gcra.lua', '--seed', '-1'], 2, /whole number/],
    [['attack', 'lua/gcra.lua', '--time', '5'], 2, /duration such as/],
    [['attack', 'lua/gcra.lua', '--engine', 'url'], 2, /throwaway server/],
  ] as const)('%j ends with %d', async (argv, wanted, message) => {
    const { code, stdout, stderr } = await here.run(argv);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([wanted, '']);
  });

  it('ends with 3 where no server is', async () => {
    const { code, stderr } = await here.run(['attack', 'lua/gcra.lua', '--engine', 'valkey'], { PATH: '' });
    expect(stderr).toMatch(/no valkey-server or redis-server on PATH/);
    expect(code).toBe(3);
  });

  it('shows in a terminal how far it is, and ends on Ctrl-C with nothing left', async () => {
    const path = script(
      'sound.lua',
      `-- hyperdrive: model=fixed-window-from-first argv=limit,period_ms allowed=reply==1
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return count <= tonumber(ARGV[1]) and 1 or 0
`,
    );
    const terminal = new Terminal(here, ['attack', path, '--time', '10m']);
    await terminal.until(/\d jumps/);
    expect(arenas()).not.toEqual([]);
    terminal.type(keys.ctrlC);
    expect(await terminal.exited).toBe(130);
    // The terminal's own echo of the key may come late.
    expect(terminal.fresh).toMatch(/Stopped after [\d,]+ jumps?\.\n(\^C)?$/);
    expect(terminal.output).not.toMatch(/\u001b\[[23]J|\u001bc/);
    await expect.poll(arenas, { timeout: 10_000 }).toEqual([]);
  });
});
