import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { codeOf, messageOf, UsageError } from '../errors.ts';

/**
 * Runs a program that has the terminal meanwhile, and answers with its exit code. A Ctrl-C in there is for it, not for this
 * process. Rejects with `UsageError` where it cannot start.
 */
export async function runProgram(file: string, args: readonly string[]): Promise<number> {
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  try {
    return await new Promise((settle, reject) => {
      const child = spawn(file, args, { stdio: 'inherit' });
      child.on('error', reject);
      child.on('close', (code, signal) => settle(code ?? 128 + constants.signals[signal!]));
    });
  } catch (error) {
    const why = {
      ENOENT: 'there is no such program',
      EACCES: 'it may not be run',
    }[codeOf(error) ?? ''];
    throw new UsageError(`${file} cannot be started: ${why ?? messageOf(error)}.`, { cause: error });
  } finally {
    process.off('SIGINT', ignore);
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
