import type { Arena } from '../engine/arena.ts';
import type { Reply } from '../engine/port.ts';
import { bytes, count } from '../view/format.ts';
import type { ArenaKeeper } from './arena-keeper.ts';
import { drivesOf, plainJump } from './drives.ts';
import { stateLua } from './key-state.ts';
import { evalOn, keysOf, playSequence } from './play.ts';
import { beginningMs, nextTick } from './plan.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import type { Finding, Step } from './verdict.ts';

/** Jumps in one transaction. */
const chunk = 100;
const rounds = 12;
/** What has grown by then may have a bound yet. In twice as many rounds it is reached, for half of those jumps get in. */
const allRounds = 3 * rounds;
/** What still grows by more than this from one third to the next grows without end. */
const settledBy = 1.2;
/** After so many rounds a limiter holds all that it ever will. */
const settled = 4;
const jumpsAPeriod = 40;

/** Many more jumps than are due, over many periods: what is kept for them must not become more and more. */
export async function growthFinding(keeper: ArenaKeeper, specimen: Specimen): Promise<Finding | null> {
  const drive = drivesOf(specimen).find(({ limit, periodMs }) => limit <= 10 && periodMs >= jumpsAPeriod);
  if (!drive || specimen.convention.next) return null;
  const everyMs = nextTick(specimen.convention, Math.floor(drive.periodMs / jumpsAPeriod));
  const slowMs = nextTick(specimen.convention, Math.ceil(drive.periodMs / drive.limit / 2));
  const dense = rounds * chunk;
  const jumpAt = (index: number): AttackJump => ({
    ...plainJump(specimen),
    atMs: Math.min(index, dense) * everyMs + Math.max(0, index - dense) * slowMs,
  });
  const sizes: Size[] = [];
  const playRound = async (round: number): Promise<void> => {
    const jumps = Array.from({ length: chunk }, (_, index) => jumpAt(round * chunk + index));
    const sequence: Sequence = { drive, startMs: beginningMs, jumps };
    const options = round ? { onFrom: jumpAt(round * chunk - 1).atMs } : {};
    sizes.push(
      await keeper.use(async (arena) => {
        await playSequence(arena, specimen, sequence, options);
        return sizeOf(arena, keysOf(specimen, sequence));
      }, 10_000),
    );
  };
  for (let round = 0; round < rounds; round++) await playRound(round);
  const [early, late] = [sizes[settled - 1]!, sizes.at(-1)!];
  if (late.amount <= early.amount * 2 + early.slack) return null;
  for (let round = rounds; round < allRounds; round++) await playRound(round);
  const last = sizes.at(-1)!;
  const most = (from: number, to: number) => Math.max(...sizes.slice(from, to).map(({ amount }) => amount));
  if (most(2 * rounds, allRounds) <= most(rounds, 2 * rounds) * settledBy) return null;
  const step = (round: number, size: Size, broken: boolean): Step => ({
    ...jumpAt(round * chunk - 1),
    expected: 'no more than before',
    got: size.text,
    broken,
    state: [],
  });
  return {
    law: 'growth',
    drive,
    startMs: beginningMs,
    steps: [step(settled, early, false), step(allRounds, last, true)],
    promised: 'What a limiter keeps has a bound, however long it is used.',
    happened: `It kept ${early.text} after ${count(settled * chunk, 'jump')}, and ${last.text} after ${count(allRounds * chunk, 'jump')}.`,
    seen: 'held',
  };
}

interface Size {
  amount: number;
  /** What it may grow by without meaning anything. */
  slack: number;
  text: string;
}

async function sizeOf(arena: Arena, keys: readonly string[]): Promise<Size> {
  if (arena.capabilities.memory) {
    let amount = 0;
    for (const key of keys) amount += Number(await arena.admin.call('MEMORY', 'USAGE', key, 'SAMPLES', 0));
    return { amount, slack: 256, text: bytes(amount) };
  }
  const states = (await arena.admin.call(...evalOn(stateLua, keys))) as [string, number, Reply, number][];
  const amount = states.reduce((sum, [, size]) => sum + size, 0);
  return { amount, slack: 20, text: `${amount} elements or bytes` };
}
