import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const bin = resolve(import.meta.dirname, '../../bin/hyperdrive.js');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A machine of its own for a test: its own runtime folder, state and home, so that its host meets nobody else's. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'hd-'));
  readonly env: Record<string, string | undefined>;

  /** `serverPath`: PATH, by default the real one; '' leaves only the look-alike. */
  constructor(env: Record<string, string | undefined> = {}) {
    for (const name of ['run', 'state', 'home']) mkdirSync(join(this.folder, name), { mode: 0o700 });
    this.env = {
      PATH: process.env['PATH'],
      HOME: join(this.folder, 'home'),
      XDG_RUNTIME_DIR: join(this.folder, 'run'),
      XDG_STATE_HOME: join(this.folder, 'state'),
      LANG: 'C.UTF-8',
      ...env,
    };
  }

  get runtime(): string {
    return join(this.folder, 'run', 'hyperdrive');
  }

  /** Runs hyperdrive to its end, without a terminal. */
  run(args: readonly string[], env: Record<string, string | undefined> = {}): Promise<Outcome> {
    return new Promise((settle, reject) => {
      const child = spawn(process.execPath, [bin, ...args], {
        env: { ...this.env, ...env } as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 60_000,
      });
      const outcome: Outcome = { code: null, stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => (outcome.stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (outcome.stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => settle({ ...outcome, code }));
    });
  }

  /** The same with `--json`: the documents it printed. */
  async json<T = Record<string, unknown>>(args: readonly string[]): Promise<T[]> {
    const { stdout, stderr, code } = await this.run([...args, '--json']);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  }

  async dispose(): Promise<void> {
    await this.run(['engine', 'stop']);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
