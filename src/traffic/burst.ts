import { serverTime } from '../engine/clock.ts';
import type { Connection, Engine } from '../engine/port.ts';
import type { Decision } from '../limiter/decision.ts';
import { fullJump, type Answer, type JumpOptions, type Target } from '../limiter/jump.ts';
import type { Arrival } from './arrivals.ts';
import { shareOut, untilDue, type Shared, type Waiting } from './share-out.ts';

/** Beyond so many connections a burst from one machine measures the machine. */
export const defaultClients = 10;

/** One jump of a burst. */
export interface BurstJump extends Decision {
  /** 1 for the first that the server decided. */
  jump: number;
  /** Which connection made it, from 1. */
  client: number;
  /** Calls that it took, each a round trip. */
  calls: number;
  /** Who made it, where several ships took turns. */
  ship?: string;
}

/** One jump of a burst that took its time. */
export interface PacedJump extends BurstJump {
  /** When it was decided by the limiter's clock, in ms from the start. */
  atMs: number;
  /** When it was due, where that may differ: on the live clock. */
  dueMs?: number;
  cost: number;
}

export interface BurstOptions extends JumpOptions {
  count: number;
  clients: number;
  /** Told when all connections stand and the first jump leaves. */
  ready?(): void;
}

/**
 * `count` jumps at one instant over `clients` connections of their own, each connection waiting for its answer before
 * it jumps again. Several targets take turns. Resolves to the jumps in the order in which the server decided them.
 */
export function burst(
  engine: Engine,
  target: Target | readonly Target[],
  { count, clients, ready, ...options }: BurstOptions,
): Promise<BurstJump[]> {
  const targets = [target].flat();
  const turnOf = (index: number): Target => targets[index % targets.length]!;
  return withConnections(engine, clients, async (connections) => {
    ready?.();
    const answers = await shareOut(connections, count, (connection, index) =>
      fullJump(connection, turnOf(index), options),
    );
    return inServerOrder(answers).map(({ index, client, answer }, order) => ({
      ...toJump(order, client, answer),
      ...(targets.length > 1 && { ship: turnOf(index).ship }),
    }));
  });
}

export interface PacedOptions extends Waiting {
  prefix: string;
  arrivals: readonly Arrival[];
  clients: number;
  /** Told how many jumps have been answered. */
  progress?(done: number): void;
  /** Told of each as soon as it is decided. */
  decided?(decision: Decision, cost: number): void;
}

/**
 * Jumps that leave when they are due, by the live clock, whatever became of those before: an open loop. A jump for which no
 * connection is free leaves late, as soon as one is. Resolves to the jumps in the order in which the server decided them.
 */
export function pacedBurst(
  engine: Engine,
  target: Target,
  { prefix, arrivals, clients, now, sleep, progress, decided }: PacedOptions,
): Promise<PacedJump[]> {
  return withConnections(engine, clients, async (connections) => {
    const serverStartMs = await serverTime(engine);
    const startMs = now();
    let done = 0;
    const answers = await shareOut(connections, arrivals.length, async (connection, index, stop) => {
      const { atMs, cost } = arrivals[index]!;
      await untilDue(startMs + atMs, { now, sleep }, stop);
      const answer = await fullJump(connection, target, { prefix, cost, arrivedMs: now() });
      decided?.(answer.decision, cost);
      progress?.(++done);
      return answer;
    });
    return inServerOrder(answers).map(({ index, client, answer }, order) => ({
      ...toJump(order, client, answer),
      atMs: Math.floor(answer.serverMicros / 1_000) - serverStartMs,
      dueMs: arrivals[index]!.atMs,
      cost: arrivals[index]!.cost,
    }));
  });
}

async function withConnections<T>(
  engine: Engine,
  clients: number,
  work: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections: Connection[] = [];
  try {
    // One by one: a server's backlog is not what this measures.
    for (let client = 0; client < clients; client++) connections.push(await engine.connect());
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Sorts answers of many connections, which overtake each other. */
function inServerOrder(answers: Shared<Answer>[]): Shared<Answer>[] {
  // Within one tick of a coarse clock (the look-alike's has milliseconds) what is left tells who was first.
  return answers.sort(
    ({ answer: x }, { answer: y }) => x.serverMicros - y.serverMicros || rank(y.decision) - rank(x.decision),
  );
}

/** Units left after a decision, the denied behind all admitted. */
function rank({ allowed, remaining }: Decision): number {
  return allowed ? (remaining ?? 0) : -1;
}

function toJump(index: number, client: number, { decision, calls }: Answer): BurstJump {
  return { jump: index + 1, client, ...decision, calls };
}

/** Totals of a burst. */
export interface BurstSummary {
  count: number;
  allowed: number;
  denied: number;
  /** Neither: where jumps may get lost on their way. */
  errors?: number;
  firstDenial: BurstJump | null;
}

export function summarize(jumps: readonly BurstJump[]): BurstSummary {
  const allowed = jumps.filter((one) => one.allowed).length;
  return {
    count: jumps.length,
    allowed,
    denied: jumps.length - allowed,
    firstDenial: jumps.find((one) => !one.allowed) ?? null,
  };
}

/** The round trips of all jumps together. */
export function callsOf(jumps: readonly BurstJump[]): number {
  return jumps.reduce((total, { calls }) => total + calls, 0);
}
