import { correct } from '../algorithms/index.ts';
import type { Policy, Standing, Verdict } from './decider.ts';

/**
 * The names of the fields that tell callers of their limits, as in draft-ietf-httpapi-ratelimit-headers-11. They may still
 * change there: they stand here alone.
 */
export const fieldNames = {
  policy: 'RateLimit-Policy',
  limit: 'RateLimit',
  retry: 'Retry-After',
  /** Of our own: who decided, as `DecidedBy` has it. */
  by: 'Hyperdrive-Decided-By',
} as const;

/** The largest integer of a structured field (RFC 9651). */
const mostInteger = 999_999_999_999_999;

/** The fields of an answer. `policies` are those of its route: told also where nobody decided. */
export function limitFields(verdict: Verdict, policies: readonly Policy[]): Record<string, string> {
  const { standings, by } = verdict;
  const told = standings.length ? standings.map(({ policy }) => policy) : policies;
  const retry = retryAfter(verdict);
  return {
    [fieldNames.policy]: told.map(policyItem).join(', '),
    ...(standings.length > 0 && {
      [fieldNames.limit]: standings.map((standing) => limitItem(standing, verdict)).join(', '),
    }),
    ...(retry !== null && { [fieldNames.retry]: String(retry) }),
    [fieldNames.by]: by,
  };
}

/**
 * Whole seconds that a denied caller waits, or null where waiting does not help. Rounded up: a second too early would be
 * denied again. Never earlier than the `t` of a limit.
 */
export function retryAfter(verdict: Verdict): number | null {
  if (verdict.allowed || verdict.retryAfterMs <= 0) return null;
  const ends = verdict.standings.map((standing) => moreAfter(standing, verdict) ?? 0);
  return Math.max(seconds(verdict.retryAfterMs), ...ends);
}

/** `"default";q=10;w=60`, and the burst where the bucket is of another size. */
function policyItem({ name, drive: { limit, periodMs, capacity = limit } }: Policy): string {
  // Fractions of a second cannot be told: no window is better than a wrong one.
  const window = periodMs % 1_000 === 0 ? `;w=${integer(periodMs / 1_000)}` : '';
  const burst = capacity === limit ? '' : `;hyperdrive-burst=${integer(capacity)}`;
  return `"${name}";q=${integer(limit)}${window}${burst}`;
}

function limitItem(standing: Standing, verdict: Verdict): string {
  const more = moreAfter(standing, verdict);
  return `"${standing.policy.name}";r=${integer(standing.remaining)}${more === null ? '' : `;t=${more}`}`;
}

/**
 * Whole seconds until a limit has more to give; null where it is full, and in a denial for the limits that did not deny: the
 * caller waits for the others, and their `t` may be later than that.
 */
function moreAfter(standing: Standing, { allowed, by }: Verdict): number | null {
  const { policy, remaining, retryAfterMs, resetAfterMs } = standing;
  if (resetAfterMs === 0 || (!allowed && retryAfterMs <= 0)) return null;
  // A process that decides alone does so at a share of the limit, which the policy does not tell.
  const next = by === 'local' ? resetAfterMs : nextUnitMs(policy, remaining, resetAfterMs);
  return seconds(retryAfterMs > 0 ? Math.min(retryAfterMs, next) : next);
}

/** Buckets fill evenly, so when they are full tells when the next unit comes; of a window only its end is sure. */
function nextUnitMs({ drive }: Policy, remaining: number, resetAfterMs: number): number {
  const { algorithm, limit, periodMs, capacity = limit } = drive;
  if (!correct.some(({ name, bucket }) => bucket && name === algorithm)) return resetAfterMs;
  const afterNext = Math.max(0, capacity - remaining - 1);
  return Math.max(1, resetAfterMs - Math.floor((afterNext * periodMs) / limit));
}

function seconds(ms: number): number {
  return Math.min(mostInteger, Math.ceil(ms / 1_000));
}

function integer(value: number): number {
  return Math.min(mostInteger, value);
}
