import { describe, expect, it } from 'vitest';
import type { Effort } from './check.ts';
import { suiteOf } from './suite.ts';
import { caseHere, lookAlike } from './workbench.ts';

const runs = Number(process.env['HYPERDRIVE_TEST_RUNS'] ?? 1000);

/** Random traces for each law. WebAssembly takes its time for thousands of ZADDs. */
export const effort: Effort = { runs, mostUnits: lookAlike ? 200 : 10_000, shrink: true };

/** A thousand traces take a second or few. */
export const patience = { timeout: Math.max(60_000, runs * 60) };

/** Every law, for each of these algorithms. Two files share them: they run at the same time. */
export function describeLaws(algorithms: readonly string[]): void {
  describe.each(algorithms)('%s', (algorithm) => {
    const subject = caseHere(algorithm);

    it.each(suiteOf(subject))('$name', patience, async (law) => {
      expect(await law.counterexample(subject, effort)).toBeNull();
    });
  });
}
