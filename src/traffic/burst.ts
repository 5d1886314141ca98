import type { Connection, Engine } from '../engine/port.ts';
import type { Decision } from '../limiter/decision.ts';
import { fullJump, type JumpOptions, type Target } from '../limiter/jump.ts';

/** One jump of a burst. */
export interface BurstJump extends Decision {
  /** 1 for the first that the server decided. */
  jump: number;
  /** Which connection made it, from 1. */
  client: number;
}

export interface BurstOptions extends JumpOptions {
  count: number;
  clients: number;
  /** Told when all connections stand and the first jump leaves. */
  ready?(): void;
}

/**
 * `count` jumps at one instant over `clients` connections of their own, each connection waiting for its answer before
 * it jumps again. Resolves to the jumps in the order in which the server decided them.
 */
export async function burst(
  engine: Engine,
  target: Target,
  { count, clients, ready, ...options }: BurstOptions,
): Promise<BurstJump[]> {
  const connections: Connection[] = [];
  try {
    // One by one: a server's backlog is not what this measures.
    for (let client = 0; client < clients; client++) connections.push(await engine.connect());
    ready?.();
    const answers: { client: number; decision: Decision; serverMicros: number }[] = [];
    let left = count;
    await Promise.all(
      connections.map(async (connection, index) => {
        while (left > 0) {
          left--;
          answers.push({ client: index + 1, ...(await fullJump(connection, target, options)) });
        }
      }),
    );
    // Within one tick of a coarse clock (the look-alike's has milliseconds) what is left tells who was first.
    answers.sort((x, y) => x.serverMicros - y.serverMicros || rank(y.decision) - rank(x.decision));
    return answers.map(({ client, decision }, index) => ({ jump: index + 1, client, ...decision }));
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Units left after a decision, the denied behind all admitted. */
function rank({ allowed, remaining }: Decision): number {
  return allowed ? (remaining ?? 0) : -1;
}

/** Totals of a burst. */
export interface BurstSummary {
  count: number;
  allowed: number;
  denied: number;
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
