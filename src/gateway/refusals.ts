import { Lru } from './lru.ts';

/** A refusal that goes on is told again after so long. */
export const tellAgainMs = 60_000;
/** Kinds that are remembered at a time. */
const mostKinds = 100;

/**
 * Whether something that goes wrong for single requests is to be told: each kind when it first happens, and once a minute
 * while it does. Nobody is to fail without a word, and nobody is to fill a log with it.
 */
export function makeRefusals({ now }: { now(): number }): (kind: string) => boolean {
  const toldMs = new Lru<number>(mostKinds);
  return (kind) => {
    const last = toldMs.get(kind);
    if (last !== undefined && now() - last < tellAgainMs) return false;
    toldMs.set(kind, now());
    return true;
  };
}
