import { closeSync, openSync, rmSync } from 'node:fs';
import { codeOf } from '../errors.ts';

const pauseMs = 5;

/**
 * Does a work of milliseconds that no other process does at the same time, as far as it asks for the same lock: a file that is
 * there meanwhile. Whoever holds it for longer than `patienceMs` has died. Throws where the file cannot be made.
 */
export function withFileLock<T>(lock: string, work: () => T, patienceMs = 2_000): T {
  for (let waitedMs = 0; !taken(lock); waitedMs += pauseMs) {
    if (waitedMs >= patienceMs) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
