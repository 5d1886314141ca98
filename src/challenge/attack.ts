import { ArenaFell, type Arenas } from '../engine/arena.ts';
import { HyperdriveError } from '../errors.ts';
import { makeScripts } from '../limiter/script.ts';
import { seeded } from '../traffic/random.ts';
import type { Broken } from './account.ts';
import { keepArena, type ArenaKeeper } from './arena-keeper.ts';
import { badArguments } from './bad-arguments.ts';
import { battery, clockBattery, takesLong } from './battery.ts';
import { measureCost } from './cost.ts';
import { makeExaminer, type Examiner } from './examine.ts';
import { compileFinding } from './fallen.ts';
import { specimenOfAlgorithm } from './gallery.ts';
import { diagnose } from './diagnose.ts';
import { makeHunt } from './hunt.ts';
import { clientsFinding, clientsTried } from './law-clients.ts';
import { clockFinding } from './law-clock.ts';
import { growthFinding } from './law-growth.ts';
import { meddlingFinding } from './meddling.ts';
import { otherPromise } from './other-promise.ts';
import { touchableBy } from './play.ts';
import { byItsOwnClock, ownClockTrials } from './own-clock.ts';
import { resolvePlan } from './plan.ts';
import { randomPlan } from './random-plan.ts';
import type { Specimen } from './specimen.ts';
import { unattacked } from './unattacked.ts';
import { laws, type AttackProgress, type Cost, type Finding, type Law, type Verdict } from './verdict.ts';

export interface AttackOptions {
  seed: number;
  /** Goes on with random traces until so much time has gone by; without it, a fixed number of them. */
  timeMs?: number;
  /** The caller's clock, ms since 1970. */
  now(): number;
  /** Resolves after so much real time. */
  sleep(ms: number): Promise<void>;
  /** The text of a file that came with hyperdrive, by its path in the package: for the cost beside the reference, if that is wanted. */
  packageFile?(path: string): string;
  progress?(progress: AttackProgress): void;
}

/** Random traces, where no time is given. */
const randomTraces = { real: 1_000, lookAlike: 250 };
/** What takes so long for a usual number of them is not tried any more often. */
const longestMs = 60_000;
/** Thousands of calls, on the look-alike too. */
const costPatienceMs = 30_000;
/** A break that was found among so many traces is the first by the order of laws, not of chance. */
const batch = 50;

/** Attacks a script until a law breaks or nothing more comes to mind. Rejects with `NoEngineError` where no arena opens. */
export async function attack(arenas: Arenas, specimen: Specimen, options: AttackOptions): Promise<Verdict> {
  const keeper = keepArena(arenas, touchableBy(specimen));
  const examiner = makeExaminer(keeper, specimen);
  try {
    const server = await keeper.use(async (arena) => ({
      engine: arena.server,
      real: arena.capabilities.acl,
      frozenTime: arena.capabilities.frozenTime,
    }));
    const weaknesses: string[] = [];
    const broken = await search(examiner, options, server, weaknesses);
    const finding = broken?.finding ?? null;
    const diagnosis = broken?.diagnosis ?? null;
    return {
      file: specimen.file,
      promises: specimen.promises,
      seed: options.seed,
      engine: server.engine,
      finding,
      diagnosis,
      keepsInstead: finding && !diagnosis ? await otherPromise(keeper, specimen, finding) : null,
      survived: {
        ...examiner.tally,
        clients: finding ? 0 : clientsTried,
        laws: finding ? [] : attackedLaws(specimen),
      },
      notAttacked: unattacked(specimen),
      weaknesses,
      cost: finding ? null : await costOf(keeper, specimen, options),
    };
  } catch (error) {
    if (!(error instanceof ArenaFell)) throw error;
    throw new HyperdriveError('The server of the attack was stopped by something else. Attack it again.', {
      cause: error,
    });
  } finally {
    await keeper.stop();
  }
}

/** The first broken law. */
async function search(
  examiner: Examiner,
  options: AttackOptions,
  { real, frozenTime }: { real: boolean; frozenTime: boolean },
  weaknesses: string[],
): Promise<Broken | null> {
  const { specimen, keeper } = examiner;
  const notTaken = await compileFinding(keeper, specimen);
  if (notTaken) return unexplained(notTaken);
  const hunt = makeHunt(examiner, options, frozenTime);
  const trials = [...battery(specimen)].filter(
    (trial) => (real && frozenTime) || !takesLong(specimen, trial),
  );

  const meddled = await hunt.guarded(trials[0]!.sequence, () =>
    meddlingFinding(keeper, specimen, trials.slice(0, 3)),
  );
  if (meddled) {
    // Nothing is played for these: a script that was stopped at a key says all there is to say.
    const recognised = await diagnose(specimen, [meddled], async () => []);
    return { finding: meddled, diagnosis: recognised?.diagnosis ?? null };
  }
  const byHand = await hunt.through(trials, 0, 0.4);
  if (byHand) return byHand;

  const random = seeded(options.seed);
  const amount = real ? randomTraces.real : randomTraces.lookAlike;
  const began = options.now();
  const share = (made: number) => {
    const tookMs = options.now() - began;
    if (options.timeMs !== undefined) return tookMs / options.timeMs;
    return tookMs > longestMs ? 1 : made / amount;
  };
  for (let made = 0; share(made) < 1; made += batch) {
    const drawn = Array.from({ length: batch }, () => ({
      name: 'random traffic',
      sequence: resolvePlan(specimen, randomPlan(random, specimen)),
    }));
    const found = await hunt.through(drawn, 0.4 + 0.5 * share(made), 0.4 + 0.5 * share(made + batch));
    if (found) return found;
  }

  const crowded = await hunt.guarded(trials[0]!.sequence, () => clientsFinding(keeper, specimen));
  if (crowded) return unexplained(crowded);

  const own = byItsOwnClock(specimen);
  if (own) {
    const ownHunt = makeHunt(makeExaminer(keeper, own, examiner.tally), options, frozenTime);
    const found = await ownHunt.through(ownClockTrials(own), 0.9, 0.9, 'clock');
    if (found) return found;
  }
  // What depends on the instant at which it happens to be tried comes last.
  const live = await hunt.guarded(trials[0]!.sequence, () => clockFinding(examiner));
  if (live) return unexplained(live);

  const clocks = specimen.convention.clock === 'caller' ? [...clockBattery(specimen)] : [];
  if (specimen.convention.clockIsAttacked) {
    const found = await hunt.through(clocks, 0.9, 0.92, 'clock');
    if (found) return found;
  } else if (clocks.length) {
    const weak = await hunt.tooManyIn(clocks);
    if (weak)
      weaknesses.push(
        `A caller whose clock is wrong gets more than its share: ${weak}. clock=caller in the header makes that count.`,
      );
  }
  const refused = await hunt.through([...badArguments(specimen)], 0.92, 0.96, 'arguments');
  if (refused) return refused;
  for (const name of hunt.nameless)
    weaknesses.push(`It refuses a bad ${name} without saying that this is what it refuses.`);
  const grown = await hunt.guarded(trials[0]!.sequence, () => growthFinding(keeper, specimen));
  return grown && unexplained(grown);
}

const unexplained = (finding: Finding): Broken => ({ finding, diagnosis: null });

/** What it costs beside the reference; null where there is none to compare with, or the server did not live to see it. */
async function costOf(
  keeper: ArenaKeeper,
  specimen: Specimen,
  { packageFile }: AttackOptions,
): Promise<Cost | null> {
  const { reference } = specimen;
  if (reference === null || !packageFile) return null;
  const path = `lua/${reference}.lua`;
  const right = specimenOfAlgorithm(reference, path, makeScripts(path, packageFile(path)));
  try {
    return await keeper.use((arena) => measureCost(arena, specimen, right), costPatienceMs);
  } catch (error) {
    if (error instanceof ArenaFell) return null;
    throw error;
  }
}

/** The laws that had something to attack. */
function attackedLaws({ convention }: Specimen): Law[] {
  const { tells, contract, clock, clockIsAttacked, next } = convention;
  const asked: Partial<Record<Law, boolean>> = {
    remaining: tells.includes('remaining'),
    retry: tells.includes('retryAfterMs'),
    reset: tells.includes('resetAfterMs'),
    delay: tells.includes('delayMs'),
    counts: tells.includes('counts'),
    clock: clock === 'optional' || clockIsAttacked,
    arguments: contract,
    growth: !next,
  };
  return laws.filter((law) => asked[law] ?? true);
}
