import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { findProgram } from '../../src/platform/search-path.ts';

/** A real server, where there is one; of the kind that the tests are to run on. */
export const serverProgram = findProgram(
  inject('engineKind') === 'redis' ? ['redis-server'] : ['valkey-server', 'redis-server'],
  process.env['PATH'],
);

/** A server of a test's own, on a socket of its own, to be killed, stopped and started again. */
export class OwnServer {
  readonly #folder = mkdtempSync(join(tmpdir().length < 40 ? tmpdir() : '/tmp', 'hd-own-'));
  readonly path = join(this.#folder, 's');
  #process: ChildProcess | null = null;

  /** Resolves when it answers. */
  async start(...options: string[]): Promise<void> {
    const child = spawn(
      serverProgram!,
      ['--port', '0', '--unixsocket', this.path, '--save', '', '--dir', this.#folder, ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        if (/ready to accept/i.test(chunk.toString())) resolve();
      });
    });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process?.kill(name);
  }

  /** Resolves when it is dead. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await dead;
  }

  /** Opens a connection, with a login where it takes one. */
  readonly open = (login = '') => openEngine('url', parseServerUrl(`unix://${login}${this.path}`));

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
