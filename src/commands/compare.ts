import { correct, findAlgorithm, type Algorithm } from '../algorithms/index.ts';
import { partKey } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { refusalOf } from '../json-fields.ts';
import type { Drive } from '../limiter/decision.ts';
import type { Target } from '../limiter/jump.ts';
import { makeScripts } from '../limiter/script.ts';
import { compare, standings } from '../traffic/compare.ts';
import { arrivalsFile, makePattern, type Pattern, type PatternOptions } from '../traffic/pattern.ts';
import type { Rate } from '../traffic/rate.ts';
import { compareView } from '../view/compare.ts';
import { count, duration } from '../view/format.ts';
import { engineLine } from '../view/session.ts';
import { withProgress } from './progress-line.ts';
import { sessionDocument, withSession, type Context } from './context.ts';

interface CompareOptions {
  limit?: number;
  period?: number;
  capacity?: number;
  cost?: number;
  rate?: Rate;
  /** In ms. */
  over?: number;
  count?: number;
  arrivals?: string;
  seed?: number;
}

const defaultCount = 1_000;
/** As many as a person waits for: all seven algorithms take half a minute. */
const mostJumps = 100_000;
/** Midnight of a day in the future: no real clock disturbs it, and the same seed is the same trace, to the millisecond. */
const someday = Date.UTC(2040, 0, 1);

/** `hyperdrive compare`: the same traffic for several algorithms, decision by decision, in virtual time. */
export async function run(context: Context, options: CompareOptions, names: string[]): Promise<void> {
  const chosen = choose(names);
  const { limit = 10, period: periodMs = 60_000, capacity, cost = 1 } = options;
  const drive = { limit, periodMs, ...(capacity !== undefined && { capacity }) };
  check(chosen, drive, cost);
  const seed = options.seed ?? context.deps.seed();
  const pattern = await patternOf(context, { ...options, cost, seed }, drive);
  const jumps = pattern.arrivals;
  if (jumps.length > mostJumps) {
    throw new UsageError(`A comparison takes ${count(mostJumps, 'jump')} at most: lower --rate or --over.`);
  }

  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    const run = String(context.deps.seed());
    const targets = chosen.map((algorithm) => {
      // Two runs at a time must not share a limiter.
      const key = partKey(prefix, 'compare', run, algorithm.name);
      return targetOf(context, algorithm, drive, key);
    });
    const stop = new AbortController();
    const callOff = context.deps.beforeExit(async () => {
      stop.abort();
      await engine.call('UNLINK', ...targets.map(({ key }) => key));
    });
    // At the beginning of a period, as a window that is aligned to the clock has it.
    const startMs = someday - (someday % periodMs);
    const courses = await withProgress(context, targets.length * jumps.length, (progress) =>
      compare(engine, targets, jumps, { startMs, signal: stop.signal, progress }),
    ).finally(callOff);
    const algorithms = standings(courses, jumps, periodMs);
    const comparison = { drive, jumps, courses, standings: algorithms, traffic: trafficOf(pattern, seed) };
    context.result(
      {
        summary: true,
        ...drive,
        cost,
        jumps: jumps.length,
        arrivals: pattern.name,
        seed,
        overMs: pattern.overMs,
        algorithms,
        ...sessionDocument(session),
      },
      (style) => [engineLine(engine, 'a clock of its own', style), compareView(comparison, style)].join('\n'),
    );
  });
}

/** Throws `UsageError`. */
function choose(names: readonly string[]): Algorithm[] {
  const all = correct.map(({ name }) => name).join(', ');
  if (names.length < 2)
    throw new UsageError(`Name two algorithms or more; the first is the reference. There are: ${all}.`);
  const chosen = names.map(findAlgorithm);
  const flawed = chosen.find(({ flaw }) => flaw);
  if (flawed) {
    throw new UsageError(
      `${flawed.name} cannot be compared: what is flawed may live by its TTLs, and none run out here. There are: ${all}.`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice) throw new UsageError(`${twice} was named twice: once is enough.`);
  return chosen;
}

/** Throws `UsageError` where numbers are not for these algorithms. */
function check(chosen: readonly Algorithm[], drive: Omit<Drive, 'algorithm'>, cost: number): void {
  if (drive.capacity !== undefined && !chosen.some(({ bucket }) => bucket)) {
    throw new UsageError('--capacity is for buckets, and none of these is one: leave it out.');
  }
  for (const algorithm of chosen) {
    const { capacity: _, ...numbers } = drive;
    const own = { ...(algorithm.bucket ? drive : numbers), algorithm: algorithm.name };
    const refusal = algorithm.refuses?.(own, cost);
    if (refusal) throw new UsageError(`${algorithm.name} cannot do that: ${refusal}.`);
    const outOfRange = refusalOf(algorithm, own);
    if (outOfRange !== null) throw new UsageError(`For ${algorithm.name} the limit ${outOfRange}.`);
  }
}

function targetOf(
  { deps }: Context,
  algorithm: Algorithm,
  { limit, periodMs, capacity }: Omit<Drive, 'algorithm'>,
  key: string,
): Target {
  const path = `lua/${algorithm.name}.lua`;
  return {
    ship: 'compare',
    drive: {
      algorithm: algorithm.name,
      limit,
      periodMs,
      ...(algorithm.bucket && capacity !== undefined && { capacity }),
    },
    algorithm,
    key,
    scripts: makeScripts(path, deps.packageFile(path)),
  };
}

/** When the jumps come: unless told otherwise a thousand of them, at random, at the rate that the limit admits. */
async function patternOf(
  { deps }: Context,
  options: CompareOptions & { cost: number; seed: number },
  { limit, periodMs }: Omit<Drive, 'algorithm'>,
): Promise<Pattern> {
  const { count, over, rate, arrivals = 'poisson' } = options;
  const asked: PatternOptions = { ...options, arrivals };
  const file = arrivalsFile(arrivals);
  if (file !== null) return makePattern(asked, await deps.readFile(file))!;
  if (count === undefined && over === undefined) asked.count = defaultCount;
  if (!rate && (count === undefined || over === undefined)) {
    asked.rate = { jumps: limit / options.cost, perMs: periodMs };
  }
  return makePattern(asked)!;
}

/** How the jumps came, a fact each. */
function trafficOf({ name, kind, overMs }: Pattern, seed: number): string[] {
  // A random end is as random to the second.
  const over = overMs < 120_000 ? overMs : Math.round(overMs / 1_000) * 1_000;
  return [`over ${duration(over)}`, name, ...(kind === 'poisson' ? [`seed ${seed}`] : [])];
}
