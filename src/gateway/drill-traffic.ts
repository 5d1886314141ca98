import type { Ask, Decider, Verdict } from './decider.ts';
import { realTime, type Scheduler } from './scheduler.ts';

/** The time that a drill goes by. */
export interface DrillTime {
  /** Monotonic, ms. */
  now(): number;
  /** Ms since 1970. */
  wallMs(): number;
  scheduler: Scheduler;
}

export const realDrillTime: DrillTime = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  scheduler: realTime,
};

/** One request of a drill; instants in ms from when the traffic began. */
export interface Decided {
  /** Which gateway was asked, from 1. */
  gateway: number;
  askedMs: number;
  decidedMs: number;
  /** Null where the gateway failed to decide at all. */
  verdict: Verdict | null;
  /** Whether it took longer than it may. */
  late: boolean;
}

export interface TrafficOptions {
  /** Asked in turn. */
  deciders: readonly Decider[];
  ask: Ask;
  /** From one request to the next. */
  gapMs: number;
  deadlineMs: number;
  time: DrillTime;
  /** Told each request when it has been decided. */
  seen(decided: Decided): void;
}

/** Traffic that goes on until it is stopped. */
export interface Traffic {
  /** Since it began. */
  elapsedMs(): number;
  /** Resolves when all that has been asked is decided. */
  stop(): Promise<void>;
}

/** What a decision may take beyond its deadline: a timer is not that exact. */
const graceMs = 20;

/** Steady traffic from now on: each request leaves when it is due, decided or not those before it. */
export function startTraffic({ deciders, ask, gapMs, deadlineMs, time, seen }: TrafficOptions): Traffic {
  const { now, scheduler } = time;
  const startMs = now();
  const elapsedMs = () => now() - startMs;
  const underWay = new Set<Promise<void>>();
  let count = 0;
  let callOff = () => {};

  const request = async (gateway: number): Promise<void> => {
    const askedMs = elapsedMs();
    let late = false;
    // Timers of one process are held up together: a machine that is too busy makes no decision late, only one that does not come.
    const punctual = scheduler.after(deadlineMs + graceMs, () => (late = true));
    const verdict = await deciders[gateway - 1]!.decide(ask).catch(() => null);
    punctual();
    seen({ gateway, askedMs, decidedMs: elapsedMs(), verdict, late });
  };

  const leave = () => {
    for (; count * gapMs <= elapsedMs(); count++) {
      const asked: Promise<void> = request(1 + (count % deciders.length)).finally(() =>
        underWay.delete(asked),
      );
      underWay.add(asked);
    }
    callOff = scheduler.after(Math.max(0, count * gapMs - elapsedMs()), leave);
  };
  leave();

  return {
    elapsedMs,
    async stop() {
      callOff();
      await Promise.all(underWay);
    },
  };
}
