import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { bin, Machine } from '../support/cli.ts';
import { Screen } from '../support/screen.ts';
import { keys, Terminal } from '../support/terminal.ts';

const machines: Machine[] = [];
function machine(): Machine {
  machines.push(new Machine());
  return machines.at(-1)!;
}
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

const watching = 'any key ends the watch';
const watch = ['inspect', 'enterprise', '--watch', '--every', '100ms'];

describe('inspect --watch in a terminal', () => {
  it('shows a jump of another process, and ends at a key with the last state on the screen', async () => {
    const here = machine();
    const terminal = new Terminal(here, watch);
    await terminal.until(watching);
    await here.json(['jump', 'enterprise']);
    await terminal.until(/\+ hyperdrive:enterprise {2}zset · 1 member/);
    await here.json(['jump', 'enterprise']);
    await terminal.until(/\* hyperdrive:enterprise {2}zset · 2 members/);
    terminal.type(keys.enter);
    expect(await terminal.exited).toBe(0);
    const screen = new Screen(80, 40).write(terminal.output);
    expect(screen.text).toMatch(
      /^.*clock live\n\* hyperdrive:enterprise {2}zset · 2 members.*\n.*\n┌[^]*\n│ {3}│ 0 │.*\n│ \+ │ 1 │.*\n└.*\n\+ new · \* changed$/,
    );
    expect(screen.cursorShown).toBe(true);
  });

  it('is not ended by what was typed before', async () => {
    const here = machine();
    await here.run(['engine', 'start']);
    const terminal = new Terminal(here, watch);
    terminal.type(`x y${keys.enter}`);
    await terminal.until(watching);
    await here.json(['jump', 'enterprise']);
    await terminal.until(/1 member/);
    terminal.type('x');
    expect(await terminal.exited).toBe(0);
  });

  it('goes on in a terminal that is resized', async () => {
    const here = machine();
    await here.json(['burst', 'enterprise']);
    const terminal = new Terminal(here, watch, { columns: 100, rows: 30 });
    await terminal.until(watching);
    terminal.resize(40, 12);
    await terminal.until(/more lines than fit here\n[^]*watch/);
    terminal.resize(100, 30);
    await terminal.until(/│ # │ member /);
    terminal.type('x');
    expect(await terminal.exited).toBe(0);
  });

  it('ends at Ctrl-C, and where the server goes away, with a terminal to work in', async () => {
    const here = machine();
    const behind = 'echo "left $?"; stty -a';
    const first = new Terminal(here, watch, { behind });
    await first.until(watching);
    first.type(keys.ctrlC);
    await first.exited;
    expect(first.fresh).toMatch(/Interrupted\.\nleft 130\n[^]* icanon/);

    const second = new Terminal(here, watch, { columns: 200, behind });
    await second.until(watching);
    const [status] = await here.json<{ host: { engines: { pid: number }[] } }>(['engine', 'status']);
    process.kill(status!.host.engines[0]!.pid, 'SIGKILL');
    await second.exited;
    expect(second.fresh).toMatch(/The server at .* went away\..*\nleft 3\n[^]* icanon/);
  });
});

it('inspect --watch --json is a document per change, until Ctrl-C', async () => {
  const here = machine();
  await here.run(['engine', 'start']);
  const child = spawn(process.execPath, [bin, ...watch, '--json'], {
    env: here.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((settle) => child.on('close', settle));
  let text = '';
  let wake = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  const lines = () => text.split('\n').slice(0, -1);
  const arrived = async (count: number) => {
    while (lines().length < count) await new Promise<void>((settle) => (wake = settle));
  };
  await arrived(1);
  await here.json(['jump', 'enterprise']);
  await arrived(2);
  child.kill('SIGINT');
  expect(await exited).toBe(130);
  expect(lines().map((line) => JSON.parse(line) as object)).toMatchObject([
    { state: { type: 'none' } },
    { state: { type: 'zset', length: 1 } },
  ]);
});
