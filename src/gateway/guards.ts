import type { ClusterView } from '../engine/port.ts';
import type { Circuit } from './circuit.ts';
import type { Ask } from './decider.ts';
import { keysOf } from './keys.ts';

/** A circuit, and what is asked to find out whether it may close. */
export interface Guard {
  readonly circuit: Circuit;
  /** Which keys it is about, as a line of trouble says it; null for all. */
  readonly shard: string | null;
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
  readonly circuit: Pick<Circuit, 'state' | 'trouble' | 'nextProbeMs'>;
  stop(): void;
}

/** `make` makes a shard's, or with null the whole's. */
export function makeGuards(make: (shard: string | null) => Guard): Guards {
  const whole = make(null);
  const shards = new Map<string, Guard>();
  const inTrouble = () => {
    const all = [whole, ...shards.values()].map(({ circuit }) => circuit);
    return all.filter(({ state }) => state !== 'closed');
  };

  return {
    whole,
    of(ask, cluster) {
      if (!cluster) return whole;
      // What stands before the braces has no say in a key's slot.
      const { node } = cluster.placeOf(keysOf('', ask)[0]!);
      const shard = node === null ? 'Keys that no node serves' : `Keys on ${node}`;
      const guard = shards.get(shard) ?? make(shard);
      shards.set(shard, guard);
      return guard;
    },
    circuit: {
      get state() {
        return whole.circuit.state;
      },
      get trouble() {
        return inTrouble()[0]?.trouble;
      },
      nextProbeMs() {
        const [first, ...others] = inTrouble();
        if (!first) return 0;
        if (first === whole.circuit) return first.nextProbeMs();
        return Math.min(...[first, ...others].map((one) => one.nextProbeMs()));
      },
    },
    stop() {
      for (const { circuit } of [whole, ...shards.values()]) circuit.stop();
    },
  };
}
