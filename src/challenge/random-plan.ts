import type { Random } from '../traffic/random.ts';
import { drivesOf, fitted, tagChoices } from './drives.ts';
import { beginningMs, type Cost, type Move, type Plan, type Wait } from './plan.ts';
import type { AttackDrive } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** A random choice, the heavier the likelier. */
function weighted<T>(random: Random, choices: readonly (readonly [weight: number, value: () => T])[]): T {
  let left = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of choices) {
    left -= weight;
    if (left < 0) return value();
  }
  return choices.at(-1)![1]();
}

const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));
const pick = <T>(random: Random, from: readonly T[]): T => from[between(random, 0, from.length - 1)]!;

/** Instants are drawn relative to what the limiter has just answered: that is where the mistakes are. */
function randomWait(random: Random): Wait {
  return weighted<Wait>(random, [
    [6, () => ({ after: 'now' })],
    [3, () => ({ after: 'now', plusMs: between(random, -5, 5) })],
    [4, () => ({ after: 'retry', plusMs: between(random, -1, 1) })],
    [2, () => ({ after: 'reset', plusMs: between(random, -1, 1) })],
    [1, () => ({ after: 'edge', plusMs: between(random, -1, 1) })],
    [4, () => ({ after: 'period', part: between(random, -16, 32) / 16, plusMs: between(random, -1, 1) })],
  ]);
}

function randomCost(random: Random): Cost {
  return weighted<Cost>(random, [
    [7, () => 1],
    [2, () => between(random, 0, 3)],
    [2, () => ({ part: 1, plus: between(random, -1, 2) })],
    [2, () => ({ part: between(random, 0, 16) / 16, plus: 0 })],
  ]);
}

function randomDrive(random: Random, specimen: Specimen): AttackDrive | null {
  const limit = between(
    random,
    1,
    weighted(random, [
      [8, () => 12],
      [1, () => 100],
    ]),
  );
  const periodMs = weighted(random, [
    [3, () => pick(random, [1, 2, 3, 10, 100, 1_000, 10_000, 60_000, 3_600_000])],
    [1, () => between(random, 1, 50)],
    [2, () => between(random, 1, 100_000)],
    [2, () => between(random, 1, 120) * 1_000],
  ]);
  const withCapacity = random() < 0.4;
  return fitted(specimen, { limit, periodMs, ...(withCapacity && { capacity: between(random, 1, 20) }) });
}

/** A random plan that the specimen can be asked. */
export function randomPlan(random: Random, specimen: Specimen, mostMoves = 14): Plan {
  let drive: AttackDrive | null = null;
  // A script of fixed numbers, or whole seconds, takes few of those that are drawn.
  for (let tries = 0; tries < 50 && !drive; tries++) drive = randomDrive(random, specimen);
  drive ??= pick(random, drivesOf(specimen));
  const choices = tagChoices(specimen.convention);
  // Of what a class, say, decides there is one in a sequence, mostly; of the rest any.
  const tags = pick(random, choices);
  const mixed = random() < 0.5;
  const moves = Array.from({ length: between(random, 1, mostMoves) }, (): Move => ({
    wait: randomWait(random),
    cost: randomCost(random),
    ...(choices.length > 1 && { tags: mixed ? pick(random, choices) : tags }),
  }));
  return { drive, startMs: beginningMs + pick(random, [0, 1, 999, between(random, 0, 86_400_000)]), moves };
}
