import type { Connection } from '../engine/port.ts';
import type { Ask, Decider, OnError } from './decider.ts';
import { realDrillTime, type DrillTime } from './drill-traffic.ts';
import { makeDecider } from './make-decider.ts';

/** What a drill's gateways have in common. */
export interface DrillFleet {
  gateways: number;
  limit: number;
  periodMs: number;
  deadlineMs: number;
  onError: OnError;
  localShare: number;
}

/** What a drill needs of the world. */
export interface DrillNeeds {
  packageFile(path: string): string;
  /** Real time, unless given. */
  time?: DrillTime;
  /** From 0 to 1; chance, unless given. */
  random?(): number;
  /** Told how large a share of the drill is over, from 0 to 1, and in a few words how the server is. */
  progress?(share: number, server: string): void;
}

/** The limiter of a drill: it lets `limit` through at once, and no more than it promises whenever the drill begins. */
export const drillAlgorithm = 'gcra';

/** More would measure how long a server takes to be ready for work. */
const mostWarmUps = 50;

/** What every request of a drill asks: they all come from one caller. */
export function drillAsk({ limit, periodMs }: Pick<DrillFleet, 'limit' | 'periodMs'>): Ask {
  const drive = { algorithm: drillAlgorithm, limit, periodMs };
  return { policies: [{ name: 'drill', by: 'caller', drive }], caller: 'enterprise', cost: 1 };
}

/** How much the limit lets through in that time, whoever decides. */
export function promised({ limit, periodMs }: Pick<DrillFleet, 'limit' | 'periodMs'>, ms: number): number {
  return limit + Math.floor((ms * limit) / periodMs);
}

/** The deciders of several gateways, as each would have its own; in front of an engine that has answered each of them. */
export async function drillDeciders(
  fleet: DrillFleet,
  open: () => Promise<Connection>,
  { packageFile, time = realDrillTime, random }: DrillNeeds,
): Promise<Decider[]> {
  const { now, wallMs, scheduler } = time;
  const { onError, deadlineMs, localShare } = fleet;
  const options = {
    prefix: 'hyperdrive:drill:',
    store: 'engine',
    onError,
    deadlineMs,
    localShare,
    cacheDenials: false,
  } as const;
  const deciders = await Promise.all(
    Array.from({ length: fleet.gateways }, () =>
      makeDecider(options, { open, packageFile, now, wallMs, scheduler, ...(random && { random }) }),
    ),
  );
  // To look costs nothing and leaves nothing.
  const look = { ...drillAsk(fleet), cost: 0 };
  for (const decider of deciders) {
    for (let tries = 0; (await decider.decide(look)).by !== 'engine' && tries < mostWarmUps; tries++);
  }
  return deciders;
}

/** Resolves after so long by the drill's time. */
export function pause(ms: number, { scheduler }: DrillTime): Promise<void> {
  return new Promise((resolve) => void scheduler.after(Math.max(0, ms), resolve));
}
