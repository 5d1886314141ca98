import type { DrillCluster } from '../engine/cluster/drill.ts';
import { SlotUnserved, type Connection } from '../engine/port.ts';
import { HyperdriveError, messageOf } from '../errors.ts';
import type { Drive } from '../limiter/decision.ts';
import { fullJump, type Target } from '../limiter/jump.ts';
import { deniedSince, judgeFailover, type Findings, type Seen } from './failover-findings.ts';

export interface DrillOptions {
  prefix: string;
  clients: number;
  /** From the end of a client's jump to its next. */
  everyMs: number;
  /** How long the replica has been cut off when its primary dies. */
  lagMs: number;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Told what happens, as it happens. */
  progress?(event: DrillEvent): void;
}

/** What happened, in ms from the first jump. */
export interface DrillEvent {
  atMs: number;
  event:
    | 'begin'
    | 'cut off'
    | 'killed'
    | 'last decision'
    | 'first error'
    | 'took over'
    | 'limit reached'
    | 'back as a replica';
  /** Of a node: its address. */
  node?: string;
}

export interface FailoverReport extends Findings {
  ship: string;
  key: string;
  drive: Drive;
  slot: number;
  oldPrimary: string;
  newPrimary: string;
  lagMs: number;
  /** The pace of the jumps: how many jump side by side, and how long each pauses after a jump. */
  clients: number;
  everyMs: number;
  timeline: readonly DrillEvent[];
}

/** Admitted before the primary dies: enough to see them lost. */
const admittedFirst = 100;
/** Denials of the new primary that show that it has reached the limit. */
const denialsAtTheEnd = 20;
/** For each of: the primary's death, the takeover, the limit, the return. */
const patienceMs = 20_000;
const lookEveryMs = 20;

/**
 * Jumps of one ship all the time, while the primary of its slot is killed and its replica takes over: what that costs. Then the
 * dead node is started again, and is the replica. The limit must be well above 100. Throws `HyperdriveError` where nobody takes over.
 */
export async function drillFailover(
  cluster: DrillCluster,
  target: Target,
  options: DrillOptions,
): Promise<FailoverReport> {
  const { prefix, clients, everyMs, lagMs, now, sleep, progress } = options;
  const { key, ship, drive } = target;
  const beganMs = now();
  const timeline: DrillEvent[] = [];
  const happened = (event: DrillEvent['event'], node?: string, atMs = now() - beganMs): void => {
    timeline.push({ atMs, event, ...(node !== undefined && { node }) });
    progress?.(timeline.at(-1)!);
  };
  const until = async (holds: () => boolean | Promise<boolean>, missing: string): Promise<void> => {
    for (const deadline = now() + patienceMs; !(await holds());) {
      if (failure) throw failure;
      if (now() > deadline) throw new HyperdriveError(`The drill was given up: ${missing} in 20 s.`);
      await sleep(lookEveryMs);
    }
  };

  const seen: Seen[] = [];
  let dying = false;
  const end = new AbortController();
  let failure: unknown;
  const traffic = async (connection: Connection): Promise<void> => {
    while (!end.signal.aborted) {
      const leftMs = now() - beganMs;
      try {
        const jump = { prefix, cost: 1, arrivedMs: now() };
        const { decision, serverMicros } = await fullJump(connection, target, jump);
        seen.push({ leftMs, atMs: now() - beganMs, decision, serverMicros });
      } catch (error) {
        if (!dying) throw error;
        if (!seen.some((one) => one.decision === null)) happened('first error');
        seen.push({ leftMs, atMs: now() - beganMs, decision: null, error: reasonOf(error) });
      }
      await sleep(everyMs);
    }
  };

  const connections: Connection[] = [];
  try {
    for (let client = 0; client < clients; client++) connections.push(await cluster.engine.connect());
    const oldPrimary = (await cluster.primaryOf(key))!;
    happened('begin', oldPrimary);
    const running = Promise.all(connections.map(traffic)).catch((error: unknown) => {
      failure = error;
    });
    await until(() => admitted(seen) >= admittedFirst, `no ${admittedFirst} jumps were admitted`);
    if (lagMs) {
      await cluster.cutOff(oldPrimary);
      happened('cut off');
      const atTheCut = admitted(seen);
      await sleep(lagMs);
      await until(() => admitted(seen) > atTheCut, 'nothing was admitted behind the cut');
    }
    dying = true;
    happened('killed', oldPrimary);
    await cluster.kill(oldPrimary);
    const killedMs = now() - beganMs;
    const tookOver = () => seen.some((one) => one.decision !== null && one.leftMs >= killedMs);
    await until(tookOver, 'nobody took over');
    const tookOverMs = now() - beganMs;
    // A node that is asked may hear of it after the clients have.
    let newPrimary: string | null = null;
    await until(
      async () => (newPrimary = await cluster.primaryOf(key)) !== null,
      'nobody knew who took over',
    );
    happened('took over', newPrimary!, tookOverMs);
    await until(() => deniedSince(seen, killedMs) >= denialsAtTheEnd, 'the limit was not reached');
    happened('limit reached');
    end.abort();
    await running;
    if (failure) throw failure;
    await cluster.restart(oldPrimary);
    await until(() => cluster.isReplica(oldPrimary), 'the killed node did not become a replica');
    happened('back as a replica', oldPrimary);
    const { slot } = cluster.engine.cluster!.placeOf(key);
    const findings = judgeFailover(drive, seen, killedMs);
    return {
      ship,
      key,
      drive,
      slot,
      oldPrimary,
      newPrimary: newPrimary!,
      lagMs,
      clients,
      everyMs,
      ...findings,
      timeline: withDecisions(timeline, findings, oldPrimary),
    };
  } finally {
    end.abort();
    for (const connection of connections) connection.close();
  }
}

/** With the instants of the two decisions that the gap is between: which they were shows in the end. */
function withDecisions(
  told: readonly DrillEvent[],
  { lastDecisionMs, firstDecisionMs }: Findings,
  oldPrimary: string,
): DrillEvent[] {
  const timeline = told.map((one) =>
    one.event === 'took over' ? { ...one, atMs: firstDecisionMs ?? one.atMs } : one,
  );
  if (lastDecisionMs !== null)
    timeline.push({ atMs: lastDecisionMs, event: 'last decision', node: oldPrimary });
  return timeline.sort((a, b) => a.atMs - b.atMs);
}

/** In few words: the nodes that a failure names are others in every drill. */
function reasonOf(error: unknown): string {
  if (!(error instanceof SlotUnserved)) return messageOf(error);
  return error.last.replace(/^(MOVED|ASK) \d+ .*/, '$1 to the dead node');
}

function admitted(seen: readonly Seen[]): number {
  return seen.filter(({ decision }) => decision?.allowed).length;
}
