import type { Document } from '../deps.ts';
import type { KeyState } from '../engine/keyspace.ts';
import type { Decision } from '../limiter/decision.ts';
import type { Answer, Target } from '../limiter/jump.ts';
import { decisionLine } from '../view/decision.ts';
import { keyView } from '../view/key-state.ts';
import type { Style } from '../view/style.ts';

/** What a limiter answered, as `jump` and `wait` print it with `--json`; no decision where the caller died before it. */
export function answerDocument(
  { ship, key, drive }: Target,
  cost: number,
  { decision, calls }: { decision: Decision | null; calls: number },
): Document {
  return { ship, key, ...drive, cost, ...decision, calls };
}

/** The same for people, and what the key holds after that. */
export function answerText(
  { ship, drive }: Target,
  cost: number,
  { decision }: Answer,
  state: KeyState,
  style: Style,
): string {
  return [decisionLine(ship, drive, cost, decision, style), '', keyView(state, state.clock, style)].join(
    '\n',
  );
}
