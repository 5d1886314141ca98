/**
 * What every script under the decision contract must pass, as laws that look for a counterexample. A mutant of a script must
 * fail at least one of them.
 */
import type { Case, Check } from './check.ts';
import { agreesWithTheModel } from './laws/agreement.ts';
import { checksItsArguments } from './laws/arguments.ts';
import { isNeverAboveTheLimit } from './laws/bounds.ts';
import { backwards, usesTheServersClock } from './laws/clock.ts';
import { takesTheExtremes } from './laws/extremes.ts';
import { storesWhatCounts } from './laws/log.ts';
import { keepsItsPromises } from './laws/promises.ts';
import { denialsArePure } from './laws/purity.ts';
import { followsItsTables } from './laws/tables.ts';

/** Laws that only one algorithm has. */
const own: Readonly<Record<string, readonly Check[]>> = { 'sliding-window-log': [storesWhatCounts] };

/** In this order a mutant is dropped soonest; the last one asks for so much that a broken script would never end. */
export function suiteOf(subject: Case): readonly Check[] {
  return [
    followsItsTables,
    checksItsArguments,
    usesTheServersClock,
    agreesWithTheModel,
    denialsArePure,
    keepsItsPromises,
    isNeverAboveTheLimit,
    backwards(subject),
    ...(own[subject.algorithm] ?? []),
    takesTheExtremes,
  ];
}
