import type { ClusterView } from '../engine/port.ts';
import type { Circuit } from './circuit.ts';
import type { Ask } from './decider.ts';
import { keysOf } from './keys.ts';

/** The slots of one primary of a cluster, `host:port`; with null those that nobody serves. */
export interface Shard {
  node: string | null;
}

/** A circuit, and what is asked to find out whether it may close. */
export interface Guard {
  readonly circuit: Circuit;
  /** What it is about; null for all. */
  readonly shard: Shard | null;
  probed: Ask;
}

/**
 * The guards of an engine: one of the whole, and on a cluster one more for each shard, so that a primary which does not decide
 * keeps nobody from the others. Shards go by their primaries' addresses: who takes over begins with a closed circuit.
 */
export interface Guards {
  readonly whole: Guard;
  /** The shard's that an ask is decided on; the whole's where there are no shards. */
  of(ask: Ask, cluster: ClusterView | undefined): Guard;
  /** All as one: asks are let through while the whole is closed, and the trouble may be one shard's. */
  readonly circuit: Pick<Circuit, 'state' | 'trouble'>;
  stop(): void;
}

/** `make` makes a shard's, or with null the whole's. */
export function makeGuards(make: (shard: Shard | null) => Guard): Guards {
  const whole = make(null);
  const shards = new Map<string | null, Guard>();

  return {
    whole,
    of(ask, cluster) {
      if (!cluster) return whole;
      // What stands before the braces has no say in a key's slot.
      const { node } = cluster.placeOf(keysOf('', ask)[0]!);
      const guard = shards.get(node) ?? make({ node });
      shards.set(node, guard);
      return guard;
    },
    circuit: {
      get state() {
        return whole.circuit.state;
      },
      get trouble() {
        const all = [whole, ...shards.values()].map(({ circuit }) => circuit);
        return all.find(({ state }) => state !== 'closed')?.trouble;
      },
    },
    stop() {
      for (const { circuit } of [whole, ...shards.values()]) circuit.stop();
    },
  };
}
