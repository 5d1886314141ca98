import { adversaries, clocks, turnTaking, type Adversary } from './adversaries.ts';
import { drivesOf, tagChoices } from './drives.ts';
import { isUsual } from './exact.ts';
import { beginningMs, resolvePlan, type Move, type Plan } from './plan.ts';
import type { AttackDrive, AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** A sequence, and what it tries. */
export interface Trial {
  name: string;
  sequence: Sequence;
}

/** Every hand-made sequence that the specimen can be asked, the ones of the case tables first. */
export function* battery(specimen: Specimen): Generator<Trial> {
  yield* caseTables(specimen);
  const everyone = specimen.convention.next ? [...turnTaking, ...adversaries] : adversaries;
  yield* trials(specimen, everyone);
}

/** Whether it takes thousands of commands in one call: time for TTLs to go by where it goes on, or for a look-alike to give up. */
export const takesLong = ({ model }: Specimen, { sequence: { drive } }: Trial): boolean =>
  model.perUnit && drive.limit > 1_000;

/** The same for callers whose clocks are wrong. */
export function clockBattery(specimen: Specimen): Generator<Trial> {
  return trials(specimen, clocks);
}

function* trials(specimen: Specimen, everyone: readonly Adversary[]): Generator<Trial> {
  const choices = tagChoices(specimen.convention);
  for (const adversary of everyone) {
    for (const drive of drivesFor(specimen, adversary)) {
      const moves = adversary.moves(drive);
      if (!moves) continue;
      for (const starts of adversary.starts ?? [0]) {
        for (const tagged of taggedMoves(moves, choices)) {
          const plan: Plan = { drive, startMs: beginningMs + starts, moves: tagged };
          yield { name: adversary.name, sequence: resolvePlan(specimen, plan) };
        }
      }
    }
  }
}

/** Which limits a log is for that keeps every unit, and costs them one by one, only the contract says. */
function drivesFor(specimen: Specimen, { drives }: Adversary): AttackDrive[] {
  if (drives && specimen.model.perUnit && !specimen.convention.contract) return [];
  return drivesOf(specimen, drives);
}

/** With each combination of tags throughout, and with all of them in turn. */
function taggedMoves(
  moves: readonly Move[],
  choices: readonly Record<string, string>[],
): (readonly Move[])[] {
  if (choices.length < 2) return [moves];
  const alike = choices.map((tags) => moves.map((move) => ({ ...move, tags })));
  return [...alike, moves.map((move, index) => ({ ...move, tags: choices[index % choices.length]! }))];
}

/** The tables worked out by hand, from which this tool's own scripts are tested, where each keeps to one drive. */
function* caseTables(specimen: Specimen): Generator<Trial> {
  const { convention, model } = specimen;
  if (!convention.contract) return;
  for (const { name, rows } of model.cases) {
    const [first] = rows;
    if (!first) continue;
    const { limit, periodMs, capacity } = first;
    const same = rows.every(
      (row) => row.limit === limit && row.periodMs === periodMs && row.capacity === capacity,
    );
    if (!same) continue;
    const jumps = rows.map(({ nowMs, cost, tags }): AttackJump => ({
      atMs: nowMs - first.nowMs,
      cost,
      ...(tags && { tags }),
    }));
    const drive = { limit, periodMs, ...(capacity !== undefined && { capacity }) };
    const startMs = isUsual(drive) ? inUsualYears(first.nowMs, periodMs) : first.nowMs;
    yield { name: `by the table: ${name}`, sequence: { drive, startMs, jumps } };
  }
}

/**
 * The same place in a period, in the years of now. Tables worked out by hand begin at 0, in 1970, where right scripts fail: no
 * ID of a stream can be below 0.
 */
function inUsualYears(nowMs: number, periodMs: number): number {
  return nowMs + Math.max(0, Math.ceil((beginningMs - nowMs) / periodMs)) * periodMs;
}
