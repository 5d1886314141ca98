import type { Answer } from './answer.ts';
import type { Ask, Verdict } from './decider.ts';
import { Lru } from './lru.ts';

export const mostDenials = 100_000;
/** What can never be is asked again after so long: somebody may have raised the limit. */
export const longestNeverMs = 60_000;

interface Denial {
  cost: number;
  answer: Answer;
  /** Until when the engine would certainly deny it. */
  certainUntilMs: number;
  /** When the answer came: what it promises counts from here. */
  heardMs: number;
}

export interface Denials {
  /** The denial that the engine would certainly repeat, its waits counted down; or null. */
  recall(key: string, ask: Ask): Verdict | null;
  /** Told every answer of the engine's, and when it was asked: also one that came too late for its request. */
  learn(key: string, ask: Ask, answer: Answer, askedMs: number): void;
  /** What answers from now on may know nothing of what was denied before. */
  clear(): void;
}

/**
 * Remembers denials until their retry-after. For the same limits, caller and cost, until then, nobody is denied whom the engine
 * would admit: what others are admitted only makes it later. But for what changes in the engine meanwhile: a limiter that is
 * reset, keys that are evicted, a server clock that is put forward. A greater cost is denied until then, too, but must wait longer,
 * and how long the engine alone knows: it is asked.
 */
export function makeDenials({ now, most = mostDenials }: { now(): number; most?: number }): Denials {
  const denials = new Lru<Denial>(most);
  return {
    recall(key, { cost }) {
      const denial = denials.get(key);
      if (!denial) return null;
      const nowMs = now();
      if (nowMs >= denial.certainUntilMs) {
        denials.delete(key);
        return null;
      }
      if (cost !== denial.cost) return null;
      const { answer, heardMs } = denial;
      const left = (ms: number) => (ms === -1 ? -1 : Math.max(0, Math.ceil(ms - (nowMs - heardMs))));
      return {
        ...answer,
        by: 'remembered',
        standings: answer.standings.map((standing) => ({
          ...standing,
          retryAfterMs: left(standing.retryAfterMs),
          resetAfterMs: left(standing.resetAfterMs),
        })),
        retryAfterMs: left(answer.retryAfterMs),
      };
    },
    learn(key, { cost }, answer, askedMs) {
      if (answer.allowed) {
        // What was admitted puts off what was denied before: a smaller cost gets past a greater one's denial.
        if (cost > 0) denials.delete(key);
        return;
      }
      const { retryAfterMs } = answer;
      // The server's clock has whole ms: when it decided, up to 1 ms of the first had gone by.
      const certainUntilMs = askedMs + (retryAfterMs === -1 ? longestNeverMs : retryAfterMs - 1);
      denials.set(key, { cost, answer, certainUntilMs, heardMs: now() });
    },
    clear: () => denials.clear(),
  };
}
