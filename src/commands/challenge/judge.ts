import type { Challenge } from '../../challenge/challenge.ts';
import type { Verdict } from '../../challenge/verdict.ts';
import type { Arenas } from '../../engine/arena.ts';
import { Interrupted } from '../../errors.ts';
import type { Context } from '../context.ts';

/** A script of the learner's. */
export interface Trial {
  challenge: Challenge;
  /** As it is shown. */
  file: string;
  text: string;
}

export interface TrialOptions {
  seed?: number;
  time?: number;
  /** Ends the attack, and its server. */
  signal?: AbortSignal;
}

/** Attacks a script as its challenge has it. Rejects with `Interrupted` where the signal aborts. */
export type Judge = (context: Context, trial: Trial, options: TrialOptions) => Promise<Verdict>;

/** The same attack as `hyperdrive attack`. */
export const judge: Judge = async (context, { challenge, file, text }, { seed, time, signal }) => {
  const { deps, options } = context;
  const [{ attack }, { specimenFor }, { withAttackProgress }] = await Promise.all([
    import('../../challenge/attack.ts'),
    import('../../challenge/promised.ts'),
    import('../attack-progress.ts'),
  ]);
  const arenas = stoppable((arena) => deps.openArena(arena, options, context.notice), signal);
  try {
    return await withAttackProgress(context, (progress) =>
      attack(arenas, specimenFor(challenge, file, text), {
        seed: seed ?? deps.seed(),
        ...(time !== undefined && { timeMs: time }),
        now: deps.now,
        packageFile: deps.packageFile,
        sleep: (ms) => deps.sleep(ms, signal),
        progress,
      }),
    );
  } catch (error) {
    // What fails because its server is gone fails in many ways.
    throw signal?.aborted ? new Interrupted() : error;
  }
};

/** Arenas that stop when the signal aborts, and do not open after that. */
function stoppable(open: Arenas, signal: AbortSignal | undefined): Arenas {
  if (!signal) return open;
  return async (options) => {
    if (signal.aborted) throw new Interrupted();
    const arena = await open(options);
    signal.addEventListener('abort', () => void arena.stop(), { once: true });
    if (signal.aborted) await arena.stop();
    return arena;
  };
}
