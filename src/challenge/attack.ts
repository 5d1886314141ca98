import type { Arenas } from '../engine/arena.ts';
import type { Specimen } from './specimen.ts';
import type { AttackProgress, Verdict } from './verdict.ts';

export interface AttackOptions {
  seed: number;
  /** Goes on with random traces until so much time has gone by; without it, a fixed number of them. */
  timeMs?: number;
  /** The caller's clock, ms since 1970. */
  now(): number;
  /** Resolves after so much real time. */
  sleep(ms: number): Promise<void>;
  progress?(progress: AttackProgress): void;
}

/** Attacks a script until a law breaks or nothing more comes to mind. Rejects with `NoEngineError` where no arena opens. */
export async function attack(
  _arenas: Arenas,
  _specimen: Specimen,
  _options: AttackOptions,
): Promise<Verdict> {
  throw new Error('not yet');
}
