import { maxExact } from './exact.ts';
import { beginningMs, canCost, nextTick } from './plan.ts';
import { fitted } from './drives.ts';
import { endOfTurns, type AttackDrive, type AttackJump, type Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** Plays a sequence and tells at which jump it breaks the law in question; null where it does not. */
export type Breaks = (sequence: Sequence) => Promise<number | null>;

/** Beyond so many jumps, several are made one of a higher cost. */
const manyJumps = 6;

/**
 * The smallest sequence found that still breaks the law: fewest jumps first, then the simplest numbers. Plays so many at most
 * to find it.
 */
export async function shrink(
  specimen: Specimen,
  sequence: Sequence,
  breaks: Breaks,
  mostTries: number,
): Promise<Sequence> {
  let best = sequence;
  const left = { tries: mostTries };
  const better = async (candidate: Sequence): Promise<boolean> => {
    if (weight(candidate) >= weight(best) || !left.tries || !isPossible(specimen, candidate)) return false;
    left.tries--;
    const jump = await breaks(candidate);
    if (jump === null) return false;
    best = { ...candidate, jumps: candidate.jumps.slice(0, endOfTurns(candidate.jumps, jump) + 1) };
    return true;
  };
  let before;
  do {
    before = best;
    for (const step of [fewerJumps, smallerDrives, plainerJumps, closerJumps, rounderNumbers, mergedJumps]) {
      // What helped once is tried again from the start: indexes have moved.
      for (let again = true; again;) {
        again = false;
        for (const candidate of step(best, specimen.convention.tickMs ?? 1)) {
          if (await better(candidate)) {
            again = true;
            break;
          }
        }
      }
    }
  } while (best !== before && left.tries);
  return best;
}

function isPossible(specimen: Specimen, { drive, startMs, jumps }: Sequence): boolean {
  const fit = fitted(specimen, drive);
  if (!fit || JSON.stringify(sortedDrive(fit)) !== JSON.stringify(sortedDrive(drive))) return false;
  const { convention } = specimen;
  const { contract } = convention;
  const late = jumps.some(({ atMs }) => nextTick(convention, startMs + atMs) !== startMs + atMs);
  const forward = jumps.every(({ atMs }, index) => contract || atMs >= (jumps[index - 1]?.atMs ?? 0));
  return jumps.length > 0 && forward && !late && jumps.every(({ cost }) => canCost(specimen, drive, cost));
}

const sortedDrive = ({ limit, periodMs, capacity }: AttackDrive) => [limit, periodMs, capacity];

/** What makes a sequence hard to read. */
function weight({ drive, startMs, jumps }: Sequence): number {
  const { limit, periodMs, capacity } = drive;
  let sum = jumps.length * 1e9 + (limit + (capacity ?? 0)) * 1e6 + (capacity === undefined ? 0 : 5e5);
  sum += digits(periodMs) * 1e4 + digits(startMs - beginningMs) * 1e3;
  for (const [index, { atMs, cost, skewMs = 0, tags }] of jumps.entries()) {
    const gap = Math.abs(atMs - (jumps[index - 1]?.atMs ?? 0));
    sum += digits(gap) * 100 + (gap ? 50 : 0) + Math.min(Math.abs(cost - 1), 1e3) * 2e3;
    sum += digits(skewMs) * 100 + (JSON.stringify(tags) === JSON.stringify(jumps[0]!.tags) ? 0 : 10);
  }
  // Among all that is as simple, the sooner.
  return sum + Math.log2(1 + Math.abs(jumps.at(-1)!.atMs));
}

/** Digits that are not the zeros at the end: 60000 is simpler than 59999. */
function digits(number: number): number {
  return number === 0 ? 0 : String(Math.abs(number)).replace(/0+$/, '').length;
}

function* fewerJumps(sequence: Sequence): Generator<Sequence> {
  const { jumps } = sequence;
  for (let size = Math.floor(jumps.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let from = 0; from < jumps.length; from += size)
      if (jumps.length > size)
        yield fromZero({ ...sequence, jumps: [...jumps.slice(0, from), ...jumps.slice(from + size)] });
}

function* smallerDrives(sequence: Sequence): Generator<Sequence> {
  const { drive, jumps, startMs } = sequence;
  const { capacity, ...window } = drive;
  if (capacity !== undefined) yield { ...sequence, drive: window };
  const lower = (most: number) =>
    [1, 2, 3, 5, Math.floor(most / 2), most - 1].filter((less) => less > 0 && less < most);
  for (const limit of lower(drive.limit)) {
    yield { ...sequence, drive: { ...drive, limit } };
    // The pace of refilling kept: what waits for one unit still does.
    const periodMs = (drive.periodMs / drive.limit) * limit;
    if (Number.isInteger(periodMs)) yield { ...sequence, drive: { ...drive, limit, periodMs } };
  }
  if (capacity !== undefined)
    for (const less of lower(capacity)) yield { ...sequence, drive: { ...drive, capacity: less } };
  for (const periodMs of [60_000, 10_000, 1_000, 2_000]) {
    const scale = periodMs / drive.periodMs;
    const scaled = jumps.map((jump): AttackJump => ({ ...jump, atMs: Math.round(jump.atMs * scale) }));
    yield { drive: { ...drive, periodMs }, startMs, jumps: scaled };
    yield { ...sequence, drive: { ...drive, periodMs } };
  }
}

function* plainerJumps(sequence: Sequence): Generator<Sequence> {
  const { jumps, drive } = sequence;
  for (const [index, { cost, skewMs, tags, ...jump }] of jumps.entries()) {
    const with_ = (changed: AttackJump) => ({ ...sequence, jumps: jumps.with(index, changed) });
    const rest = { ...jump, ...(skewMs !== undefined && { skewMs }), ...(tags && { tags }) };
    for (const plainer of [1, 2, -1, (drive.capacity ?? drive.limit) + 1])
      if (cost !== plainer && cost < 0 === plainer < 0 && Math.abs(cost) <= 2 * maxExact)
        yield with_({ ...rest, cost: plainer });
    if (skewMs !== undefined) {
      yield with_({ ...jump, cost, ...(tags && { tags }) });
      for (const plainer of [Math.sign(skewMs) * drive.periodMs, skewMs / 2])
        if (Number.isInteger(plainer)) yield with_({ ...rest, cost, skewMs: plainer });
    }
    const first = jumps[0]!.tags;
    if (tags && first && tags !== first) yield with_({ ...rest, cost, tags: first });
  }
}

function* closerJumps(sequence: Sequence, tickMs: number): Generator<Sequence> {
  const { jumps, startMs } = sequence;
  if (startMs !== beginningMs) yield { ...sequence, startMs: beginningMs };
  for (const [index, { atMs }] of jumps.entries()) {
    const gap = atMs - (jumps[index - 1]?.atMs ?? 0);
    if (gap) yield moved(sequence, index, -gap);
    if (gap > tickMs) yield moved(sequence, index, tickMs - gap);
  }
}

function* rounderNumbers(sequence: Sequence): Generator<Sequence> {
  const { jumps } = sequence;
  for (const [index, { atMs }] of jumps.entries()) {
    const gap = atMs - (jumps[index - 1]?.atMs ?? 0);
    for (const grain of [60_000, 10_000, 1_000, 100, 10])
      for (const round of [Math.floor(gap / grain) * grain, Math.ceil(gap / grain) * grain])
        if (round !== gap) yield moved(sequence, index, round - gap);
  }
}

function* mergedJumps(sequence: Sequence): Generator<Sequence> {
  const { jumps } = sequence;
  if (jumps.length <= manyJumps) return;
  for (let from = 0; from < jumps.length - 1; from++) {
    const first = jumps[from]!;
    let to = from + 1;
    while (to < jumps.length && jumps[to]!.atMs === first.atMs && jumps[to]!.cost === 1) to++;
    for (const end of [to, to - 1])
      if (end - from > 1)
        yield {
          ...sequence,
          jumps: [
            ...jumps.slice(0, from),
            { ...first, cost: first.cost + end - from - 1 },
            ...jumps.slice(end),
          ],
        };
  }
}

/** The jump and all behind it, sooner or later. */
function moved(sequence: Sequence, index: number, byMs: number): Sequence {
  const jumps = sequence.jumps.map((jump, at) => (at < index ? jump : { ...jump, atMs: jump.atMs + byMs }));
  return fromZero({ ...sequence, jumps });
}

/** The first jump comes at 0 of the sequence; the instants stay what they are. */
function fromZero({ drive, startMs, jumps }: Sequence): Sequence {
  const first = jumps[0]?.atMs ?? 0;
  if (!first) return { drive, startMs, jumps };
  return {
    drive,
    startMs: startMs + first,
    jumps: jumps.map((jump) => ({ ...jump, atMs: jump.atMs - first })),
  };
}
