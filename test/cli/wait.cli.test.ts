import { afterEach, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const machines: Machine[] = [];
function machine(): Machine {
  machines.push(new Machine());
  return machines.at(-1)!;
}
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

const counting = 'space warps the rest';
const clockOf = async (on: Machine) => (await on.json<{ clock: { mode: string } }>(['clock']))[0]!.clock.mode;
const cursorIsBack = ({ output }: Terminal) =>
  output.lastIndexOf('\u001b[?25h') > output.lastIndexOf('\u001b[?25l');
/** What a shell finds of the terminal. */
const shellTells = 'echo "left $?"; stty -a';

async function killServer(on: Machine): Promise<void> {
  const [status] = await on.json<{ host: { engines: { pid: number }[] } }>(['engine', 'status']);
  process.kill(status!.host.engines[0]!.pid, 'SIGKILL');
}

describe('a wait in a terminal', () => {
  it('counts down until space warps the rest', async () => {
    const here = machine();
    await here.json(['jump', 'enterprise']);
    const terminal = new Terminal(here, ['wait', '5m', 'enterprise']);
    expect(await terminal.until(counting)).toMatch(/Waiting 5 min · \d.* to go[^]*4 of 5 remaining/);
    terminal.type(keys.space);
    expect(await terminal.exited).toBe(0);
    expect(terminal.fresh).toMatch(/Waited .*, warped 4 min .*The clock is held now/);
    expect(terminal.fresh).toMatch(/look {2}enterprise · 5 of 5 remaining · as good as new/);
    expect(cursorIsBack(terminal)).toBe(true);
    expect(await clockOf(here)).toBe('held');
  });

  it('stops at q', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['wait', '5m']);
    await terminal.until(counting);
    terminal.type('xQ');
    expect(await terminal.exited).toBe(0);
    expect(terminal.fresh).toMatch(/Stopped after .* of 5 min\./);
    expect(await clockOf(here)).toBe('live');
  });

  it.each([
    ['Ctrl-C', 130, (terminal: Terminal) => terminal.type(keys.ctrlC)],
    ['Ctrl-D', 130, (terminal: Terminal) => terminal.type(keys.ctrlD)],
    ['SIGTERM', 143, (_: Terminal, pid: number) => void process.kill(pid, 'SIGTERM')],
  ])('ends at %s with exit %d, a terminal to work in, and the clock still held', async (_, code, end) => {
    const here = machine();
    await here.json(['clock', 'hold']);
    const terminal = new Terminal(here, ['wait', '5m'], { behind: shellTells });
    const begun = await terminal.until(counting);
    end(terminal, Number(/pid=(\d+)/.exec(begun)![1]));
    await terminal.exited;
    expect(terminal.fresh).toContain(`left ${code}\n`);
    expect(terminal.fresh).toMatch(/ icanon[^]* echo /);
    expect(cursorIsBack(terminal)).toBe(true);
    expect(await clockOf(here)).toBe('held');
  });

  it('says in one line that the server went away', async () => {
    const here = machine();
    const terminal = new Terminal(here, ['wait', '5m', 'enterprise'], { columns: 200, behind: shellTells });
    await terminal.until(counting);
    await killServer(here);
    await terminal.exited;
    expect(terminal.fresh).toMatch(
      /The server at .* went away\. Run the command again;.*\nleft 3\n[^]* icanon/,
    );
  });
});

describe('a wait in a lesson', () => {
  async function waitingIn(here: Machine, behind = ''): Promise<{ terminal: Terminal; begun: string }> {
    const terminal = new Terminal(here, ['mission', '5'], { behind });
    let begun = await terminal.until('Enter begins');
    terminal.type(keys.enter);
    begun += await terminal.until('$ (hyperdrive jump enterprise)');
    terminal.type(`jump enterprise${keys.enter}`);
    await terminal.until('$ (hyperdrive jump enterprise)');
    terminal.type(`wait 5m enterprise${keys.enter}`);
    await terminal.until(counting);
    return { terminal, begun };
  }

  it('is ended by space, and the lesson asks again', async () => {
    const { terminal } = await waitingIn(machine());
    terminal.type(keys.space);
    expect(await terminal.until('$ (hyperdrive jump enterprise)')).toMatch(
      /Waited .*, warped 4 min [^]*5 of 5 remaining/,
    );
    terminal.type(keys.enter);
    await terminal.until('valkey> (ZRANGE');
    terminal.type(`q${keys.enter}`);
    expect(await terminal.exited).toBe(0);
  });

  it.each([
    ['Ctrl-C', 130, (terminal: Terminal) => terminal.type(keys.ctrlC)],
    ['SIGTERM', 143, (_: Terminal, pid: number) => void process.kill(pid, 'SIGTERM')],
  ])('ends the lesson at %s, which lets the clock go', async (_, code, end) => {
    const here = machine();
    const { terminal, begun } = await waitingIn(here, shellTells);
    end(terminal, Number(/pid=(\d+)/.exec(begun)![1]));
    await terminal.exited;
    expect(terminal.fresh).toMatch(new RegExp(`The clock runs again[^]*left ${code}\n[^]* icanon`));
    expect(cursorIsBack(terminal)).toBe(true);
    expect(await clockOf(here)).toBe('live');
  });
});

describe('a wait in a pipe', () => {
  it('warps at once on a held clock', async () => {
    const here = machine();
    await here.json(['clock', 'hold']);
    const { code, stdout, stderr } = await here.run(['wait', '1h']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/clock held\s+at\s[^]*\nWarped 1 h\.\n$/);
  });

  it('really waits on a live one, and says so', async () => {
    const { code, stdout, stderr } = await machine().run(['wait', '50ms']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Waiting 50 ms.\n' });
    expect(stdout).toMatch(/clock\s+live\nWaited 50 ms\.\n$/);
  });
});
