import { describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import type { Case, Check, Effort } from './check.ts';
import { agreesWithTheModel } from './laws/agreement.ts';
import { mutantsOf } from './mutants.ts';
import { mutate } from './mutate.ts';
import { suiteOf } from './suite.ts';
import { readLua, runTrace } from './trace.ts';
import { caseHere, lookAlike } from './workbench.ts';

const effort: Effort = { runs: lookAlike ? 300 : 1000, mostUnits: 50, shrink: false };

/** The case of an algorithm with one mistake in its script. */
function mutant(algorithm: string, name: string): Case {
  const [, from, to] = mutantsOf(algorithm).find((one) => one[0] === name)!;
  return caseHere(algorithm, mutate(readLua(algorithm), from, to));
}

describe.each(correct)('every mutant of $name is killed', ({ name: algorithm }) => {
  it.each(mutantsOf(algorithm).map(([name]) => name))('%s', async (name) => {
    const subject = mutant(algorithm, name);
    // A mutant that cannot run proves nothing.
    const { outcomes } = await runTrace(subject, [{ limit: 5, periodMs: 1000, cost: 1, nowMs: 5000 }]);
    expect(outcomes).toHaveLength(1);

    let killed: string | null = null;
    for (const law of suiteOf(subject)) killed ??= await law.counterexample(subject, effort);
    expect(killed).not.toBeNull();
    // Nor does one that breaks off where the mistake would have shown.
    expect(killed).not.toMatch(/attempt to \w+/);
  });
});

/** A mutant that each law catches without the help of the others: of every script, or of this one. */
const caught: readonly [law: string, mutant: string, other?: Readonly<Record<string, string>>][] = [
  ['follows its case tables', 'never is said too soon'],
  ['refuses arguments', 'a limit of 0'],
  ['without now_ms', 'the server’s clock in whole seconds'],
  ['answers every call', 'no TTL'],
  ['changes nothing with', 'a look renews the TTL'],
  ['keeps what it promises', 'never is said too soon'],
  [
    'never admits more',
    'the cost is not part of the question',
    {
      'token-bucket': 'admits one millisecond too early',
      'leaky-bucket-queue': 'nobody waits',
      gcra: 'admits one millisecond too early',
    },
  ],
  ['takes a clock that steps back', 'believes a clock that steps back'],
  ['admits nothing on a clock', 'a clock that steps back begins anew'],
  ['stores one member', 'keeps what has expired'],
  [
    'takes the largest',
    'large numbers lose digits',
    { 'sliding-window-log': 'the largest limit is refused' },
  ],
];

describe.each(correct)('every law of $name can fail on its own', ({ name: algorithm }) => {
  it.each(suiteOf(caseHere(algorithm)))('$name', async (law: Check) => {
    const [, usual, other] = caught.find(([start]) => law.name.startsWith(start))!;
    const subject = mutant(algorithm, other?.[algorithm] ?? usual);
    expect(await law.counterexample(subject, effort)).not.toBeNull();
  });
});

it('shrinks what it finds to a few calls, and tells the seed', async () => {
  const subject = mutant('sliding-window-log', 'a unit frees one millisecond late');
  // Where shrinking ends depends on where it began; that it works is seen from one beginning.
  const told = await agreesWithTheModel.counterexample(subject, { ...effort, shrink: true, seed: 1 });
  expect(told).toMatch(/^seed \d+ path [\d:]+, shrunk \d+ times:\n/);
  expect(told!.match(/^ {2}at /gm)!.length).toBeLessThanOrEqual(4);
});

describe('a mutation', () => {
  const script = readLua('sliding-window-log');

  it('fails when the script has changed under it', () => {
    expect(() => mutate(script, 'no such text', '')).toThrow('exactly once');
    expect(() => mutate(script, 'redis.call', '')).toThrow('exactly once');
  });
});
