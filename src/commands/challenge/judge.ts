import { attack } from '../../challenge/attack.ts';
import type { Challenge } from '../../challenge/challenge.ts';
import { specimenFor } from '../../challenge/promised.ts';
import type { Verdict } from '../../challenge/verdict.ts';
import type { Arenas } from '../../engine/arena.ts';
import { Interrupted } from '../../errors.ts';
import { arenasOf } from '../arenas.ts';
import { withAttackProgress } from '../attack-progress.ts';
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
  const { deps } = context;
  const arenas = stoppable(arenasOf(context), signal);
  const attacking = withAttackProgress(context, (progress) =>
    attack(arenas, specimenFor(challenge, file, text), {
      seed: seed ?? deps.seed(),
      ...(time !== undefined && { timeMs: time }),
      now: deps.now,
      sleep: (ms) => deps.sleep(ms, signal),
      progress,
    }),
  );
  // Without its server an attack fails in many ways, or takes that for the script's doing.
  await attacking.catch(() => {});
  if (signal?.aborted) throw new Interrupted();
  return attacking;
};

/** Arenas that stop when the signal aborts, and do not open after that. */
function stoppable(open: Arenas, signal: AbortSignal | undefined): Arenas {
  if (!signal) return open;
  return async (options) => {
    if (signal.aborted) throw new Interrupted();
    const arena = await open(options);
    signal.addEventListener('abort', () => void arena.stop().catch(() => {}), { once: true });
    if (signal.aborted) await arena.stop();
    return arena;
  };
}
