import { attack } from '../challenge/attack.ts';
import type { Specimen } from '../challenge/specimen.ts';
import type { Verdict } from '../challenge/verdict.ts';
import type { Arenas } from '../engine/arena.ts';
import { Interrupted } from '../errors.ts';
import { typedDuration } from '../view/format.ts';
import { arenasOf } from './arenas.ts';
import { withAttackProgress } from './attack-progress.ts';
import type { Context } from './context.ts';

/** What a command line says of an attack. */
export interface Asked {
  model?: string | undefined;
  seed?: number | undefined;
  /** How long to go on with random traces, in ms. */
  time?: number | undefined;
  /** Ends the attack, and its server. */
  signal?: AbortSignal | undefined;
}

/**
 * Attacks a script on servers of its own, and shows how far that is. The verdict knows the options that lead to the same attack.
 * Rejects with `Interrupted` where the signal aborts.
 */
export async function attackAsAsked(
  context: Context,
  specimen: Specimen,
  { model, seed, time, signal }: Asked,
): Promise<Verdict> {
  const { deps, options } = context;
  if (options.url !== undefined)
    context.notice('--url is not used: an attack always starts a server of its own, and throws it away.');
  const arenas = stoppable(arenasOf(context), signal);
  const attacking = withAttackProgress(context, (progress) =>
    attack(arenas, specimen, {
      seed: seed ?? deps.seed(),
      ...(time !== undefined && { timeMs: time }),
      now: deps.now,
      packageFile: deps.packageFile,
      sleep: (ms) => deps.sleep(ms, signal),
      progress,
    }),
  );
  // Without its server an attack fails in many ways, or takes that for the script's doing.
  if (signal) await attacking.catch(() => {});
  if (signal?.aborted) throw new Interrupted();
  return { ...(await attacking), options: sameAttack(model, time, options.engine) };
}

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

/** The options that lead to the same attack, beside its seed. */
function sameAttack(model?: string, timeMs?: number, engine?: string): string[] {
  return [
    ...(model === undefined ? [] : [`--model ${model}`]),
    ...(timeMs === undefined ? [] : [`--time ${typedDuration(timeMs)}`]),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
  ];
}
