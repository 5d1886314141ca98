import { dayMs } from './exact.ts';
import type { Convention } from './convention.ts';
import type { AttackDrive, AttackJump } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** Small numbers first: what they show is easiest to see. */
const usual: readonly AttackDrive[] = [
  { limit: 2, periodMs: 60_000 },
  { limit: 1, periodMs: 2_000 },
  { limit: 5, periodMs: 10_000 },
  { limit: 3, periodMs: 1_000 },
  { limit: 10, periodMs: 60_000, capacity: 4 },
  { limit: 1, periodMs: 60_000, capacity: 3 },
  { limit: 1, periodMs: 600_000 },
  { limit: 7, periodMs: 60_000 },
  { limit: 12, periodMs: 90_000 },
  { limit: 1, periodMs: 1_500 },
  { limit: 3, periodMs: 100 },
  { limit: 100, periodMs: 60_000 },
  { limit: 150, periodMs: 3_600_000 },
  { limit: 3, periodMs: dayMs },
  { limit: 1, periodMs: 7 * dayMs },
];

/** A drive as this specimen can be called with it; null where it cannot. */
export function fitted({ convention, model }: Specimen, drive: AttackDrive): AttackDrive | null {
  const { fixed, periodStepMs, capacity: takesCapacity } = convention;
  const { capacity, ...window } = { ...drive, ...fixed };
  const fit: AttackDrive = {
    ...window,
    limit: Math.min(window.limit, model.maxLimit),
    ...(capacity !== undefined && (takesCapacity || fixed.capacity !== undefined) && { capacity }),
  };
  if (fit.periodMs % periodStepMs) return null;
  return convention.refuses?.(fit, 1) ? null : fit;
}

/** The drives that an attack tries, or those of `drives`, as the specimen can be called with them: each once. */
export function drivesOf(specimen: Specimen, drives: readonly AttackDrive[] = usual): AttackDrive[] {
  const seen = new Map<string, AttackDrive>();
  for (const drive of drives) {
    const fit = fitted(specimen, drive);
    if (fit) seen.set(JSON.stringify(fit), fit);
  }
  return [...seen.values()];
}

/** A jump of one unit, at the start: with the first of each tag, where the convention has tags. */
export function plainJump({ convention }: Specimen): AttackJump {
  const [tags] = tagChoices(convention);
  return { atMs: 0, cost: 1, ...(tags && Object.keys(tags).length && { tags }) };
}

/** Every combination of the convention's tags, or none: one empty one. */
export function tagChoices({ tags }: Convention): Record<string, string>[] {
  let choices: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(tags))
    choices = choices.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  return choices;
}
