import { spawn, type IPty } from '@lydell/node-pty';
import { bin, type Machine } from './cli.ts';

/** Keys as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  space: ' ',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
};

const tellPid = 'echo "pid=$$"; exec "$@"';

/**
 * hyperdrive in a real pseudo-terminal. `behind` is what a shell does there after it: hyperdrive's own pid is told at the
 * beginning then.
 */
export class Terminal {
  output = '';
  readonly exited: Promise<number>;
  private readonly pty: IPty;
  private seen = 0;
  private wake: () => void = () => {};

  constructor(
    machine: Machine,
    args: readonly string[],
    { columns = 80, rows = 40, env = {} as Record<string, string>, behind = '', cwd = process.cwd() } = {},
  ) {
    const command = [process.execPath, bin, ...args];
    const shell = ['/bin/sh', '-c', `/bin/sh -c '${tellPid}' sh "$@"; ${behind}`, 'sh', ...command];
    const [file, ...rest] = behind ? shell : command;
    this.pty = spawn(file!, rest, {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd,
      env: { ...machine.env, TERM: 'xterm-256color', ...env },
    });
    this.pty.onData((data) => {
      this.output += data;
      this.wake();
    });
    this.exited = new Promise((settle) => {
      this.pty.onExit(({ exitCode, signal }) => {
        settle(signal ? 128 + signal : exitCode);
        this.wake();
      });
    });
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** What has come since the last match, without escape sequences. */
  get fresh(): string {
    return plain(this.output.slice(this.seen));
  }

  /** Waits until the text that has come since the last match holds `pattern`. Rejects after `withinMs` with what came instead. */
  async until(pattern: RegExp | string, withinMs = 20_000): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const text = this.fresh;
      const found = typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
      if (found) {
        this.seen = this.output.length;
        return text;
      }
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${String(pattern)} did not come. Instead:\n${text.slice(-2_000)}`);
      await new Promise<void>((settle) => {
        const timer = setTimeout(settle, Math.min(left, 200));
        this.wake = () => {
          clearTimeout(timer);
          settle();
        };
      });
    }
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
  }

  type(text: string): void {
    this.pty.write(text);
  }

  kill(signal = 'SIGKILL'): void {
    this.pty.kill(signal);
  }
}

/** Text without ANSI sequences. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text
    .replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b[()][A-Z0-9]|\u001b[=>]/g, '')
    .replaceAll('\r', '');
}
