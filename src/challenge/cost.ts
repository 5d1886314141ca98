import { ArenaFell, type Arena } from '../engine/arena.ts';
import { readCommandStats, resetCommandStats } from '../engine/command-stats.ts';
import { ReplyError } from '../engine/port.ts';
import { contenders, jumpOften, unitsOf, type Contender } from './cost-traffic.ts';
import { attackedKey } from './play.ts';
import type { Specimen } from './specimen.ts';
import type { Cost } from './verdict.ts';

/** Jumps of each script that are counted, or so: in rounds, in which it fills up and then denies as often. */
const jumpsCounted = 6_000;
const fewestRounds = 10;
const mostRounds = 300;
/** Times are whole microseconds: so many jumps make a figure. */
const jumpsTimed = 20;

const patienceMs = 30_000;

/**
 * What a script costs beside a reference on the same calls, and on the attacked keys, which are cleared. Null where no traffic
 * suits both, or one of them fails on it.
 */
export async function measureCost(
  arena: Arena,
  specimen: Specimen,
  reference: Specimen,
): Promise<Cost | null> {
  const both = contenders(specimen, reference, attackedKey);
  if (!both) return null;
  try {
    return await arena.within(patienceMs, async () => {
      for (const { scripts } of [specimen, reference])
        for (const { text } of scripts) await arena.admin.call('SCRIPT', 'LOAD', text);
      return {
        reference: specimen.reference ?? reference.promises,
        ...(arena.server.name === 'look-alike' ? await seen(arena, both) : await counted(arena, both)),
        bytesPerKey: arena.capabilities.memory ? await bytes(arena, both) : null,
      };
    });
  } catch (error) {
    if (error instanceof ReplyError || error instanceof ArenaFell) return null;
    throw error;
  }
}

type Work = Pick<Cost, 'commandsPerCall' | 'timeRatio'>;
type Both = [script: Contender, reference: Contender];

/** As the server counts: in turns, so that the machine's moods meet both. */
async function counted(arena: Arena, [script, reference]: Both): Promise<Work> {
  const jumps = jumpsOf(script);
  const rounds = Math.min(mostRounds, Math.max(fewestRounds, Math.ceil(jumpsCounted / jumps)));
  const mine: Round[] = [];
  const other: Round[] = [];
  for (let at = 0; at < rounds; at++) {
    const turns: [Contender, Round[]][] = [
      [script, mine],
      [reference, other],
    ];
    for (const [contender, told] of at % 2 ? turns.toReversed() : turns)
      told.push(await countedRound(arena, contender));
  }
  const commands = (told: readonly Round[]) => median(told.map(({ commands }) => commands)) / jumps;
  return {
    commandsPerCall: { script: commands(mine), reference: commands(other) },
    timeRatio: ratioOf(times(mine, jumps), times(other, jumps)),
  };
}

interface Round {
  commands: number;
  micros: number;
}

async function countedRound(arena: Arena, contender: Contender): Promise<Round> {
  const callerMs = await fresh(arena, contender);
  await resetCommandStats(arena.admin);
  await jumpOften(arena.connection, contender, jumpsOf(contender), callerMs);
  const stats = await readCommandStats(arena.admin);
  const micros = stats.get('evalsha')?.micros ?? 0;
  stats.delete('evalsha');
  return { commands: [...stats.values()].reduce((sum, { calls }) => sum + calls, 0), micros };
}

/** The time of some rounds together, where one is too short to be told. */
function times(told: readonly Round[], jumps: number): number[] {
  const together = Math.ceil(jumpsTimed / jumps);
  const sums: number[] = [];
  for (const [at, { micros }] of told.entries()) {
    if (at % together === 0) sums.push(0);
    sums[sums.length - 1]! += micros;
  }
  return sums;
}

/** Pair by pair; the first find cold caches, and are left out. */
function ratioOf(mine: readonly number[], other: readonly number[]): number {
  const ratios = mine.map((micros, at) => micros / other[at]!);
  return Number(median(ratios.slice(Math.ceil(ratios.length / 10))).toFixed(2));
}

/** As somebody sees who watches. */
async function seen(arena: Arena, both: Both): Promise<Work> {
  const commandsPerCall = await ofEach(both, async (contender) => {
    const jumps = jumpsOf(contender);
    const callerMs = await fresh(arena, contender);
    const sent = await arena.watchCommands(() => jumpOften(arena.connection, contender, jumps, callerMs));
    return sent.length / jumps;
  });
  return { commandsPerCall, timeRatio: null };
}

/** Of a limiter that has just admitted all it can. */
async function bytes(arena: Arena, both: Both): Promise<Cost['bytesPerKey']> {
  return ofEach(both, async (contender) => {
    const callerMs = await fresh(arena, contender);
    await jumpOften(arena.connection, contender, unitsOf(contender.drive), callerMs);
    let sum = 0;
    for (const key of new Set(contender.keys))
      sum += Number(await arena.admin.call('MEMORY', 'USAGE', key, 'SAMPLES', 0));
    return sum;
  });
}

/** What is the same in every round: but one may be unlucky, and its window end in it. */
async function ofEach(
  [script, reference]: Both,
  measure: (contender: Contender) => Promise<number>,
): Promise<{ script: number; reference: number }> {
  const usual = async (contender: Contender) => {
    const told: number[] = [];
    for (let at = 0; at < 3; at++) told.push(await measure(contender));
    return median(told);
  };
  return { script: await usual(script), reference: await usual(reference) };
}

/** Half of them can be admitted. */
function jumpsOf({ drive }: Contender): number {
  return 2 * unitsOf(drive);
}

/** Clears the keys. Answers with the instant by a caller's clock that is right. */
async function fresh({ admin }: Arena, { keys }: Contender): Promise<number> {
  if (keys.length) await admin.call('UNLINK', ...keys);
  const [seconds, micros] = (await admin.call('TIME')) as [string, string];
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
