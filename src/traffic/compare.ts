import { bySlot } from '../engine/slot.ts';
import { ReplyError, type Command, type Connection, type Engine, type Reply } from '../engine/port.ts';
import { HyperdriveError, Interrupted } from '../errors.ts';
import type { Decision } from '../limiter/decision.ts';
import { argsOf, scriptFailure, type Target } from '../limiter/jump.ts';
import type { Arrival } from './arrivals.ts';
import { mostWithin } from './measures.ts';

/** What one limiter made of a trace. */
export interface Course {
  name: string;
  /** One for each jump. */
  decisions: readonly Decision[];
  /** Of its key, after the last jump; null where the engine does not tell, or there is no key. */
  memoryBytes: number | null;
}

export interface CompareOptions {
  /** The virtual instant that arrivals are counted from, in ms since 1970. */
  startMs: number;
  signal: AbortSignal;
  /** Told how many decisions there are, of all limiters together. */
  progress?(done: number): void;
}

/** Of one transaction: enough to spare round trips, too few for the server to be deaf meanwhile. */
const batch = { jumps: 250, units: 10_000 };
/** What a key gets instead of the TTL that its script set: virtual time runs, real TTLs must not. */
const parkedForMs = 24 * 60 * 60 * 1000;

/**
 * Sends the same trace to each of the targets, which have keys of their own, in virtual time: nobody waits, and the namespace's
 * clock does not matter. The keys are deleted before and after. Throws `HyperdriveError` where a script refuses, `Interrupted`
 * when the signal aborts.
 */
export async function compare(
  engine: Engine,
  targets: readonly Target[],
  jumps: readonly Arrival[],
  options: CompareOptions,
): Promise<Course[]> {
  const keys = targets.map(({ key }) => key);
  const clear = () => Promise.all(bySlot(keys).map((some) => engine.call('UNLINK', ...some)));
  await clear();
  try {
    const courses: Course[] = [];
    for (const [i, target] of targets.entries()) {
      const progress = (done: number) => options.progress?.(i * jumps.length + done);
      const decisions = await decide(engine, target, jumps, { ...options, progress });
      courses.push({ name: target.algorithm.name, decisions, memoryBytes: await memory(engine, target.key) });
    }
    return courses;
  } finally {
    await clear();
  }
}

async function decide(
  connection: Connection,
  target: Target,
  jumps: readonly Arrival[],
  { startMs, signal, progress }: CompareOptions,
): Promise<Decision[]> {
  const { algorithm, key, scripts } = target;
  const script = scripts[0]!;
  const decisions: Decision[] = [];
  // A log writes every unit.
  const dearest = jumps.reduce((most, { cost }) => Math.max(most, cost), 1);
  const size = Math.max(1, Math.min(batch.jumps, Math.floor(batch.units / dearest)));
  let exists: Reply = 0;
  for (let from = 0; from < jumps.length; from += size) {
    if (signal.aborted) throw new Interrupted();
    const some = jumps.slice(from, from + size);
    const replies = await connection.watched([], async () => [
      ['EXISTS', key],
      ...some.flatMap(({ atMs, cost }, i): Command[] => {
        const nowMs = startMs + atMs;
        const args = argsOf(target, nowMs, { cost, arrivedMs: nowMs });
        // The first one whole: then the server has it for the others, whoever flushed its scripts before.
        const [how, what] = i === 0 ? ['EVAL', script.text] : ['EVALSHA', script.sha];
        return [
          [how, what, 1, key, ...args],
          ['PEXPIRE', key, parkedForMs],
        ];
      }),
    ]);
    for (const reply of replies) {
      if (reply instanceof ReplyError) throw new HyperdriveError(scriptFailure(script, reply.message));
      if (reply instanceof Error) throw reply;
    }
    const [existed, ...answers] = replies as Reply[];
    if (existed !== exists) throw meddled(algorithm.name);
    // What the last PEXPIRE found.
    exists = answers.at(-1)!;
    decisions.push(...some.map((_, i) => algorithm.read(answers[2 * i]!)));
    progress?.(decisions.length);
  }
  return decisions;
}

/** A reset deletes the keys of a comparison like all others of the namespace. */
function meddled(name: string): HyperdriveError {
  return new HyperdriveError(
    `Somebody else deleted what ${name} remembers in the middle, so its answers would not compare. Run it again, alone.`,
  );
}

async function memory(engine: Engine, key: string): Promise<number | null> {
  if (!engine.capabilities.memory) return null;
  try {
    const bytes = await engine.call('MEMORY', 'USAGE', key);
    return typeof bytes === 'number' ? bytes : null;
  } catch (error) {
    // Nice to know; a user may be denied it.
    if (error instanceof ReplyError) return null;
    throw error;
  }
}

/** How one limiter did, alone and against the reference. */
export interface Standing {
  name: string;
  allowed: number;
  denied: number;
  /** The most units that it admitted within any one period (half-open). */
  mostInAPeriod: number;
  memoryBytes: number | null;
  /** Jumps that it decided differently from the reference: `admittedMore` + `deniedMore`. */
  differ: number;
  /** Its share of all jumps, 0 to 1. */
  differShare: number;
  /** It admitted what the reference denied. */
  admittedMore: number;
  /** It denied what the reference admitted. */
  deniedMore: number;
  /** Jumps to which it gave the reference's answer, every number of it. */
  identical: number;
  /** The first jump, from 1, that was decided differently. */
  firstDifference: { jump: number; atMs: number; allowed: boolean } | null;
}

/** The standings; the first course is the reference. */
export function standings(
  courses: readonly Course[],
  jumps: readonly Arrival[],
  periodMs: number,
): Standing[] {
  const reference = courses[0]!.decisions;
  return courses.map(({ name, decisions, memoryBytes }) => {
    const count = (which: (decision: Decision, other: Decision) => boolean) =>
      decisions.filter((decision, i) => which(decision, reference[i]!)).length;
    const allowed = count((mine) => mine.allowed);
    const admittedMore = count((mine, its) => mine.allowed && !its.allowed);
    const deniedMore = count((mine, its) => !mine.allowed && its.allowed);
    const differ = admittedMore + deniedMore;
    const first = decisions.findIndex((mine, i) => mine.allowed !== reference[i]!.allowed);
    return {
      name,
      allowed,
      denied: decisions.length - allowed,
      mostInAPeriod: mostWithin(
        jumps.filter((_, i) => decisions[i]!.allowed),
        periodMs,
      ),
      memoryBytes,
      differ,
      differShare: jumps.length ? differ / jumps.length : 0,
      admittedMore,
      deniedMore,
      identical: count(sameAnswer),
      firstDifference:
        first < 0 ? null : { jump: first + 1, atMs: jumps[first]!.atMs, allowed: decisions[first]!.allowed },
    };
  });
}

function sameAnswer(one: Decision, other: Decision): boolean {
  return (
    one.allowed === other.allowed &&
    one.remaining === other.remaining &&
    one.retryAfterMs === other.retryAfterMs &&
    one.resetAfterMs === other.resetAfterMs
  );
}
