import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bin, Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const machines: Machine[] = [];
function machine(): Machine {
  machines.push(new Machine());
  return machines.at(-1)!;
}
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

const showCursor = '\u001b[?25h';

/** Waits for each prompt in turn and answers it. */
async function answer(
  terminal: Terminal,
  ...exchanges: [prompt: RegExp | string, keys: string][]
): Promise<void> {
  for (const [prompt, reply] of exchanges) {
    await terminal.until(prompt);
    terminal.type(reply);
  }
}

/** From the start to the prompt of the third step's prediction. */
const toTheFirstPrediction: [string, string][] = [
  ['Enter begins', keys.enter],
  ['$ (hyperdrive jump enterprise)', keys.enter],
  ['valkey> (ZRANGE', keys.enter],
  ['Enter goes on', keys.enter],
  ['$ (hyperdrive warp 10s)', keys.enter],
  ['$ (hyperdrive burst enterprise --count 4)', keys.enter],
  ['Enter goes on', keys.enter],
];

describe('mission 5 in a terminal', () => {
  it('is played with keys: predictions right and wrong, typed commands, a detour skipped, back, and quit', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['mission', '5']);
    await answer(
      terminal,
      ...toTheFirstPrediction,
      ['Your answer', keys.down + keys.enter],
      ['$ (hyperdrive jump enterprise)', keys.enter],
    );
    expect(await terminal.until('valkey> (ZCARD')).toMatch(/So it was\. The oldest jump/);
    terminal.type(`hyperdrive jump enterprise --look${keys.enter}`);
    expect(await terminal.until('valkey> (ZCARD')).toMatch(/look {2}enterprise · 0 of 5 remaining/);
    terminal.type(`rm -rf /${keys.enter}`);
    expect(await terminal.until('valkey> (ZCARD')).toMatch(/"rm" is not for here/);
    terminal.type(`TTL hyperdrive:enterprise${keys.enter}`);
    expect(await terminal.until('valkey> (ZCARD')).toMatch(/\(integer\) 60\n/);
    terminal.type(keys.enter);
    await answer(
      terminal,
      ['Enter goes on', keys.enter],
      ['A detour. Take it?', keys.down + keys.enter],
      ['Your answer', keys.enter],
      ['$ (hyperdrive burst kobayashi --count 20)', keys.enter],
    );
    const feedback = await terminal.until('Enter goes on');
    expect(feedback).toMatch(/20 allowed, 0 denied/);
    expect(feedback).toMatch(/So the page promises/);
    terminal.type(`back${keys.enter}`);
    await terminal.until('A detour. Take it?');
    terminal.type(keys.up + keys.enter);
    await answer(terminal, [/Enter goes on|Twenty jumps|A detour/, keys.ctrlC]);
    expect(await terminal.exited).toBe(130);
  });

  it('goes through to the end on Enter alone', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['mission', '5']);
    let prompts = 0;
    for (let text = ''; !text.includes('The clock runs again'); prompts++) {
      // Every prompt ends where the cursor waits: behind a suggestion, or under the choices.
      text = await terminal.until(
        /\? \[5 · \d+\/\d+\][^]*(\)|goes on|begins|runs it|ends the lesson|select|help)\s*$|The clock runs again/,
      );
      terminal.type(keys.enter);
    }
    expect(await terminal.exited).toBe(0);
    expect(prompts).toBeGreaterThan(30);
    const list = await here.run(['mission']);
    expect(list.stdout).toMatch(/✓ +5 +Hyperdrive/);
    expect((await here.json(['clock']))[0]).toMatchObject({ clock: { mode: 'live' } });
  });

  it('ends at Ctrl-C with the cursor back and exit 130, and resumes where it was', async () => {
    const here = machine();
    const first = new Terminal(here, ['mission', '5']);
    await answer(first, ...toTheFirstPrediction, ['Your answer', keys.ctrlC]);
    expect(await first.exited).toBe(130);
    expect(first.output.lastIndexOf(showCursor)).toBeGreaterThan(first.output.lastIndexOf('\u001b[?25l'));
    const again = new Terminal(here, ['mission', '5']);
    await answer(
      again,
      ['Your answer', keys.down + keys.enter],
      ['$ (hyperdrive jump enterprise)', keys.enter],
    );
    expect(await again.until('valkey> (ZCARD')).toMatch(/retry after 50 s/);
    again.type(`q${keys.enter}`);
    expect(await again.exited).toBe(0);
  });

  it('gives the cursor back at SIGTERM too', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['mission', '5']);
    await answer(terminal, ...toTheFirstPrediction);
    await terminal.until('Your answer');
    terminal.kill('SIGTERM');
    expect(await terminal.exited).toBe(143);
    expect(terminal.output.lastIndexOf(showCursor)).toBeGreaterThan(
      terminal.output.lastIndexOf('\u001b[?25l'),
    );
  });

  it.each([
    ['at a line', toTheFirstPrediction.slice(0, 1), '$ (hyperdrive jump enterprise)'],
    ['at a choice', toTheFirstPrediction, 'Your answer'],
  ] as [string, [string, string][], string][])(
    'leaves at Ctrl-D %s, with the clock live again',
    async (_, way, prompt) => {
      const here = machine();
      const terminal = new Terminal(here, ['mission', '5']);
      await answer(terminal, ...way, [prompt, keys.ctrlD]);
      expect(await terminal.exited).toBe(130);
      expect(terminal.fresh).toMatch(/`hyperdrive mission 5` goes on from here/);
      expect((await here.json(['clock']))[0]).toMatchObject({ clock: { mode: 'live' } });
    },
  );

  it('lets the clock go when a signal ends it, or its reader has enough', async () => {
    const here = machine();
    await here.run(['engine', 'start']);
    const piped = spawn(
      '/bin/sh',
      ['-c', '"$0" "$1" mission 5 --no-input | head -n 40', process.execPath, bin],
      {
        env: here.env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    piped.stdout.resume();
    await new Promise((settle) => piped.on('close', settle));
    // head ends first; hyperdrive may still be about to.
    await vi.waitFor(async () => {
      expect((await here.json(['clock']))[0]).toMatchObject({ clock: { mode: 'live' } });
    }, 5_000);
  });

  it('says in one line that the engine went away, keeps the place, and resumes', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['mission', '5'], { columns: 200 });
    await answer(terminal, ...toTheFirstPrediction, ['Your answer', keys.enter]);
    await terminal.until('$ (hyperdrive jump enterprise)');
    const [status] = await here.json<{ host: { engines: { pid: number }[] } }>(['engine', 'status']);
    process.kill(status!.host.engines[0]!.pid, 'SIGKILL');
    terminal.type(keys.enter);
    expect(await terminal.exited).toBe(3);
    const said = terminal.fresh.trim().split('\n').slice(-1)[0];
    expect(said).toMatch(
      /^The engine went away\. .*`hyperdrive mission 5` resumes at \[5 · 3\/\d+\] The first denial/,
    );
    const again = new Terminal(here, ['mission', '5']);
    await answer(
      again,
      ['Your answer', keys.down + keys.enter],
      ['$ (hyperdrive jump enterprise)', keys.enter],
    );
    expect(await again.until('valkey> (ZCARD')).toMatch(/retry after 50 s/);
    again.type(keys.ctrlC);
    expect(await again.exited).toBe(130);
  });

  it('asks for a ship where none was named, and Ctrl-C leaves', async () => {
    const here = machine();
    const jump = new Terminal(here, ['jump']);
    await answer(jump, ['Which ship jumps?', keys.down + keys.enter]);
    expect(await jump.exited).toBe(0);
    expect(jump.fresh).toMatch(/allowed {2}falcon/);
    const none = new Terminal(here, ['jump']);
    await answer(none, ['Which ship jumps?', keys.ctrlC]);
    expect(await none.exited).toBe(130);
  });

  it('asks before a reset deletes', async () => {
    const here = machine();
    await here.json(['jump', 'enterprise']);
    const no = new Terminal(here, ['reset']);
    await answer(no, ['Delete all limiters?', `n${keys.enter}`]);
    expect(await no.exited).toBe(0);
    expect(no.fresh).toMatch(/Nothing was deleted/);
    const yes = new Terminal(here, ['reset', 'enterprise']);
    await answer(yes, ['Delete the limiters of enterprise?', `y${keys.enter}`]);
    expect(await yes.exited).toBe(0);
    expect(yes.fresh).toMatch(/Deleted 1 limiter/);
  });

  it('has a menu that begins a mission', async () => {
    const terminal = new Terminal(machine(), []);
    await answer(terminal, [/Hyperdrive/, keys.enter], ['Enter begins', `q${keys.enter}`]);
    expect(await terminal.exited).toBe(0);
  });

  it('fits 40 columns but for commands and scripts, which stay whole', async () => {
    const here = machine();
    const { code, stdout } = await here.run(['mission', '5', '--no-input'], { COLUMNS: '40' });
    expect(code).toBe(0);
    const prose = stdout
      .split('\n')
      .filter((line) => !/^(\$|valkey>|│ |lua\/|ZRANGE|hyperdrive:|\d+\) )/.test(line));
    for (const line of prose) expect([...line].length, line).toBeLessThanOrEqual(40);
  });
});
