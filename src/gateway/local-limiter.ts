import { correct } from '../algorithms/index.ts';
import { isLonger, type Answer } from './answer.ts';
import type { Ask, Policy, Standing } from './decider.ts';
import { Lru } from './lru.ts';

/** A caller with nothing to pay back needs no entry; of the others, so many are remembered. */
export const mostBuckets = 100_000;

const queues = new Set(correct.filter(({ delays }) => delays).map(({ name }) => name));

/** What a bucket lacks, in units × period_ms, and when it lacked that. Whole numbers of any size: nothing drifts. */
interface Bucket {
  lacks: bigint;
  atMs: number;
}

/** A policy's numbers at the share that this process has of them. */
interface Limit {
  limit: bigint;
  periodMs: bigint;
  capacity: bigint;
  /** At the whole limit: what costs more can never be. */
  wholeCapacity: bigint;
}

/**
 * Decides in this process alone: each policy as an exact GCRA at a share of its limit and capacity, rounded down, but at least
 * 1 unit. What costs more than that share holds, and not more than the whole limit does, passes while the bucket is full, and is
 * paid back at the share's pace: it would otherwise be denied until the engine is back. Several policies pass all or none.
 * A caller that is forgotten, because too many others came since, begins anew.
 */
export function makeLocalLimiter({
  share,
  now,
  most = mostBuckets,
}: {
  share: number;
  /** Monotonic, ms. */
  now(): number;
  most?: number;
}): (ask: Ask) => Answer {
  const buckets = new Lru<Bucket>(most);

  return ({ policies, caller, cost }) => {
    const nowMs = Math.floor(now());
    const price = BigInt(cost);
    const asked = policies.map((policy) => {
      const key = policy.by === 'everyone' ? `*:${policy.name}` : `${caller}:${policy.name}`;
      const limit = shareOf(policy, share);
      const lacks = lacking(buckets.get(key), limit, nowMs);
      return { policy, key, limit, lacks, waitMs: wait(limit, lacks, price) };
    });
    let denied: { policy: Policy; waitMs: number } | null = null;
    for (const one of asked) if (isLonger(one.waitMs, denied?.waitMs ?? 0)) denied = one;

    // Of a queue: what is before it leaves first.
    const queue = asked.length === 1 && queues.has(policies[0]!.drive.algorithm) ? asked[0]! : null;
    const delayMs = queue && !denied ? untilFull(queue.limit, queue.lacks) : 0;

    if (!denied && cost > 0) {
      for (const one of asked) {
        one.lacks += price * one.limit.periodMs;
        buckets.set(one.key, { lacks: one.lacks, atMs: nowMs });
      }
    }
    return {
      allowed: !denied,
      standings: asked.map(({ policy, limit, lacks, waitMs }) => standing(policy, limit, lacks, waitMs)),
      deniedBy: denied?.policy.name ?? null,
      retryAfterMs: denied?.waitMs ?? 0,
      ...(queue && { delayMs }),
    };
  };
}

function shareOf({ drive }: Policy, share: number): Limit {
  // 100 × 0.29 is 28.999999999999996.
  const part = (whole: number) => BigInt(Math.max(1, Math.floor(whole * share + 1e-9)));
  const capacity = drive.capacity ?? drive.limit;
  return {
    limit: part(drive.limit),
    periodMs: BigInt(drive.periodMs),
    capacity: part(capacity),
    wholeCapacity: BigInt(capacity),
  };
}

function lacking(bucket: Bucket | undefined, { limit }: Limit, nowMs: number): bigint {
  if (!bucket) return 0n;
  const left = bucket.lacks - BigInt(nowMs - bucket.atMs) * limit;
  return left > 0n ? left : 0n;
}

/** How long until so much fits; 0 where it fits now, -1 where it never can. */
function wait({ limit, periodMs, capacity, wholeCapacity }: Limit, lacks: bigint, price: bigint): number {
  if (price === 0n) return 0;
  if (price > wholeCapacity) return -1;
  const room = price > capacity ? 0n : (capacity - price) * periodMs;
  return lacks > room ? Number(upwards(lacks - room, limit)) : 0;
}

function standing(policy: Policy, limit: Limit, lacks: bigint, retryAfterMs: number): Standing {
  const left = limit.capacity * limit.periodMs - lacks;
  return {
    policy,
    remaining: left > 0n ? Number(left / limit.periodMs) : 0,
    retryAfterMs,
    resetAfterMs: untilFull(limit, lacks),
  };
}

function untilFull({ limit }: Limit, lacks: bigint): number {
  return Number(upwards(lacks, limit));
}

function upwards(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
