import { isName } from '../engine/namespace.ts';
import { messageOf } from '../errors.ts';
import type { ShipCount } from './record.ts';

export interface TallyOptions {
  flushEveryMs: number;
  /** The caller's clock, in ms; only how far it moves matters. */
  now(): number;
  /** Records the counts, as `recordUsage` does. It needs a deadline of its own: `close` waits for it. */
  send(counts: readonly ShipCount[]): Promise<unknown>;
  /** So many ships are added up at a time; jumps of others are lost until the next flush. */
  mostShips?: number;
}

/** Jumps that were lost, and the last reason. */
export interface Lost {
  jumps: number;
  trouble: string;
}

export interface Tally {
  /** Counts one jump. Never waits and never throws; where a flush is due, it begins. */
  add(ship: string, allowed: boolean): void;
  /** Begins a flush where one is due. Call it now and then: the last jump before a quiet hour has nobody else to send it. */
  tick(): void;
  /** Sends what is there, after what is under way. Never rejects. */
  flush(): Promise<void>;
  /** The same, for the last time. Jumps that are counted from now on are lost. Never rejects. */
  close(): Promise<void>;
  /** Null while none are. */
  lost(): Lost | null;
}

/**
 * Adds jumps up by ship and sends the sums: at most one `send` is under way at a time. An engine that is away costs counts, and
 * nothing else: what could not be sent is not kept, for some of it may have arrived.
 */
export function makeTally({ flushEveryMs, now, send, mostShips = 1_000 }: TallyOptions): Tally {
  let counts = new Map<string, ShipCount>();
  let flushedMs = now();
  let sending: Promise<void> | null = null;
  let closed = false;
  let lost: Lost | null = null;

  const lose = (jumps: number, trouble: string): void => {
    lost = { jumps: (lost?.jumps ?? 0) + jumps, trouble };
  };

  const sendAll = async (): Promise<void> => {
    const batch = [...counts.values()];
    counts = new Map();
    flushedMs = now();
    if (!batch.length) return;
    try {
      await send(batch);
    } catch (error) {
      lose(
        batch.reduce((sum, { allowed, denied }) => sum + allowed + denied, 0),
        messageOf(error),
      );
    }
  };

  const begin = (): void => {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
  };

  const flush = async (): Promise<void> => {
    // Others may begin while this one waits: at most one is under way.
    for (let other = sending; other; other = sending) await other;
    begin();
    await sending;
  };

  const tick = (): void => {
    const passedMs = now() - flushedMs;
    // A clock that stepped back would otherwise hold up the flush until it has caught up.
    if (!closed && (passedMs >= flushEveryMs || passedMs < 0)) begin();
  };

  return {
    add(ship, allowed) {
      if (closed) return lose(1, 'the tally is closed');
      if (!isName(ship)) return lose(1, 'a ship has no name that can stand in a key');
      let count = counts.get(ship);
      if (!count) {
        if (counts.size >= mostShips) begin();
        if (counts.size >= mostShips) return lose(1, `more than ${mostShips} ships at a time`);
        count = { ship, allowed: 0, denied: 0 };
        counts.set(ship, count);
      }
      count[allowed ? 'allowed' : 'denied']++;
      tick();
    },
    tick,
    flush,
    async close() {
      closed = true;
      await flush();
    },
    lost: () => lost,
  };
}
