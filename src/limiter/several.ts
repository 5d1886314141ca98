import { HyperdriveError } from '../errors.ts';
import { sameSlot } from '../engine/slot.ts';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';
import { integers } from './contract.ts';
import type { Drive } from './decision.ts';
import { scriptFailure } from './jump.ts';
import { quoted } from './quoted.ts';
import { runScript, type Script } from './script.ts';

/** How several limits decide together: all must have room; or the first that has room is charged, and no other. */
export type SeveralRule = 'all-or-nothing' | 'first-that-fits';

/** One of several limits, each a GCRA. */
export type SeveralLimit = Omit<Drive, 'algorithm'>;

/** A limit with a name, and whose it is. */
export interface NamedLimit extends SeveralLimit {
  name: string;
  /** Whether the whole fleet shares it. */
  shared: boolean;
}

/** As many as one call decides. */
export const mostLimits = 16;

/** The Lua file of a rule, in the package. */
export const severalFile = (rule: SeveralRule): string => `lua/combined/${rule}.lua`;

/** What one of the limits answers. */
export interface LimitStanding {
  /** Units that it would admit right now, after this call. */
  remaining: number;
  /** 0 where it had room for this jump; else its own shortest wait; -1 where it can never admit it. */
  retryAfterMs: number;
  resetAfterMs: number;
}

/** What several limits answer together. */
export interface SeveralDecision {
  allowed: boolean;
  /** All or nothing: the limit, from 0, that makes the jump wait longest; null where it was admitted. */
  deniedBy: number | null;
  /** First that fits: the limit, from 0, that was charged; null where none was. */
  tier: number | null;
  /** 0 when allowed; when denied the shortest wait for the same jump; -1 when it can never be. */
  retryAfterMs: number;
  /** One for each limit, in their order. */
  standings: readonly LimitStanding[];
}

/** ARGV of both scripts: cost, now_ms, then limit, period_ms and capacity of each limit. */
export function severalArgs({
  limits,
  cost,
  heldMs,
}: {
  limits: readonly SeveralLimit[];
  cost: number;
  /** The held instant, or null for the server's own clock. */
  heldMs: number | null;
}): string[] {
  const numbers = limits.flatMap(({ limit, periodMs, capacity }) => [limit, periodMs, capacity ?? '']);
  return [cost, heldMs ?? '', ...numbers].map(String);
}

/** Reads the reply of a rule's script for so many limits. Throws where it is of another shape. */
export function readSeveral(rule: SeveralRule, reply: Reply, limits: number): SeveralDecision {
  const [allowed, which, retryAfterMs, ...rest] = integers(reply, 3 + 3 * limits) as [
    number,
    number,
    number,
    ...number[],
  ];
  const complain = (what: string) =>
    new HyperdriveError(`${severalFile(rule)} answered ${quoted(reply)}, but ${what}.`);
  if (allowed !== 0 && allowed !== 1) throw complain('its first integer is 0 or 1');
  if (which < 0 || which > limits) throw complain(`its second is 0 or the number of one of ${limits} limits`);
  const standings = Array.from({ length: limits }, (_, at) => {
    const [remaining, retry, resetAfterMs] = rest.slice(3 * at) as [number, number, number];
    return { remaining, retryAfterMs: retry, resetAfterMs };
  });
  const index = which === 0 ? null : which - 1;
  return {
    allowed: allowed === 1,
    deniedBy: rule === 'all-or-nothing' ? index : null,
    tier: rule === 'first-that-fits' ? index : null,
    retryAfterMs,
    standings,
  };
}

/** Several limits ready to be asked together. */
export interface SeveralTarget {
  rule: SeveralRule;
  script: Script;
  limits: readonly SeveralLimit[];
  /** One for each limit; on a cluster all in one slot. */
  keys: readonly string[];
}

/** What a call of several limits came to. */
export interface SeveralAnswer {
  decision: SeveralDecision;
  /** The server's TIME of the call, in µs. */
  serverMicros: number;
}

/**
 * Asks several limits once, by the namespace's clock. Throws `HyperdriveError` where the script refuses or fails, and where
 * the keys would not share a slot of a cluster.
 */
export async function jumpSeveral(
  connection: Connection,
  { rule, script, limits, keys }: SeveralTarget,
  { prefix, cost, whole = false }: { prefix: string; cost: number; whole?: boolean },
): Promise<SeveralAnswer> {
  sameSlot(keys);
  try {
    const args = (heldMs: number | null) => severalArgs({ limits, cost, heldMs });
    const { reply, serverMicros } = await runScript(connection, script, keys, args, { prefix, whole });
    return { decision: readSeveral(rule, reply, limits.length), serverMicros };
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    throw new HyperdriveError(scriptFailure(script, error.message), { cause: error });
  }
}
