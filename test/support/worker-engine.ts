import { inject } from 'vitest';

/** The engine of this test file's worker, which no other test file meets at the same time. Only in projects that have engines. */
export function workerEngine() {
  const engines = inject('engines');
  // From 1 to the number of workers.
  return engines[(Number(process.env['VITEST_POOL_ID']) - 1) % engines.length]!;
}
