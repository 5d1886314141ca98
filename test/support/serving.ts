import { spawn, type ChildProcess } from 'node:child_process';
import { bin, type Machine } from './cli.ts';

/** A gateway as `serve --json` tells of it. */
export interface Told {
  instance: number;
  url: string;
  port: number;
  pid: number;
}

/** `hyperdrive serve` in a process of its own, with `--json`, on ports that are free. */
export class Serving {
  stderr = '';
  readonly gateways: Told[] = [];
  /** What it printed last. */
  summary: Record<string, unknown> | null = null;
  /** Its exit code, or the signal that killed it. */
  readonly exited: Promise<number | string>;
  private readonly child: ChildProcess;
  private stdout = '';
  private wake: () => void = () => {};

  private constructor(machine: Machine, args: readonly string[], env: Record<string, string>) {
    this.child = spawn(process.execPath, [bin, 'serve', '--json', '--port', '0', ...args], {
      env: { ...machine.env, ...env } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.on('data', (chunk: Buffer) => this.read(chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.wake();
    });
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        resolve(code ?? signal!);
        this.wake();
      });
    });
  }

  /** Resolves when so many gateways listen. Rejects with what it said where it ends before. */
  static async start(
    machine: Machine,
    args: readonly string[] = [],
    { instances = 1, env = {} as Record<string, string> } = {},
  ): Promise<Serving> {
    const serving = new Serving(machine, ['--instances', String(instances), ...args], env);
    await serving.until(() => serving.gateways.length === instances);
    return serving;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits, with a bound, until something holds that its output or its end can bring about. */
  async until(holds: () => boolean): Promise<void> {
    let over = false;
    void this.exited.then(() => {
      over = true;
    });
    const timer = setTimeout(() => {
      over = true;
      this.wake();
    }, 30_000);
    while (!holds()) {
      if (over) throw new Error(`It did not come to that. Said: ${this.stderr}${this.stdout}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    clearTimeout(timer);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it, and answers with its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    this.signal(signal);
    return this.exited;
  }

  private read(text: string): void {
    const lines = (this.stdout + text).split('\n');
    this.stdout = lines.pop()!;
    for (const line of lines) {
      const document = JSON.parse(line) as Told & { summary?: true };
      if (document.summary) this.summary = { ...document };
      else this.gateways.push(document);
    }
    this.wake();
  }
}

/** Resolves when a process is gone. */
export async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`process ${pid} is still there`);
}
