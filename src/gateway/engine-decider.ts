import type { Connection } from '../engine/port.ts';
import { NoEngineError, UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
import { makeCircuit, type Circuit } from './circuit.ts';
import { openingGraceMs, TooLate, within } from './deadline.ts';
import type { Ask, Policy } from './decider.ts';
import { makeGuards, type Guard, type Shard } from './guards.ts';
import { makeLink } from './link.ts';
import { put, type Questions } from './questions.ts';
import type { Scheduler } from './scheduler.ts';
import { troubleOf } from './trouble.ts';

export interface EngineNeeds {
  open(): Promise<Connection>;
  questions: Questions;
  deadlineMs: number;
  now(): number;
  random(): number;
  scheduler: Scheduler;
  /** Told an answer whenever it comes, and when it was asked for. */
  heard(ask: Ask, answer: Answer, askedMs: number): void;
  /** Told that what answers from now on may be another engine. */
  broken(): void;
  /** Told when the engine may have come or gone. */
  changed(): void;
  /** Told why it did not decide one ask, where that says nothing of others. */
  refused(ask: Ask, line: string): void;
}

/**
 * The engine behind its circuits: asked where it decides, given up where it does not, tried again by itself. On a cluster each
 * shard is given up and tried by itself; the whole only where none of its nodes can be reached.
 */
export interface EngineDecider {
  readonly circuit: Pick<Circuit, 'state' | 'trouble'>;
  isUp(): boolean;
  /** Resolves to why there is no answer, where there is none within the deadline. Never rejects. */
  ask(ask: Ask): Promise<Answer | Undecided>;
  /**
   * The first attempt to reach it, which goes on unseen where the engine does not answer. Rejects with `UsageError` alone: what
   * else goes wrong may mend itself.
   */
  start(): Promise<void>;
  close(): void;
}

/** Why the engine did not decide, in a line, and how long until it is tried again; 0 where that may be at once. */
export interface Undecided {
  trouble: string;
  nextProbeMs: number;
}

/** The connection broke under a command: whether the engine did what was asked, nobody knows. It is not asked again. */
class Broken extends NoEngineError {
  constructor() {
    super('The connection to the engine broke.');
  }
}

/** The probe decides on keys of its own: `@` stands in no policy's name, and in no caller's hash. */
const prober = '@probe';
/** Where nothing has failed yet but the connection. */
const firstProbe = probeOf({
  policies: [{ name: 'gcra', by: 'caller', drive: { algorithm: 'gcra', limit: 1, periodMs: 1 } }],
  caller: prober,
});

export function makeEngineDecider(needs: EngineNeeds): EngineDecider {
  const { open, questions, deadlineMs, now, random, scheduler, heard, broken, changed, refused } = needs;

  const lineOf = (error: unknown): string => {
    if (!(error instanceof TooLate)) return troubleOf(error).line;
    return link.isUp()
      ? `The engine did not answer within ${deadlineMs} ms.`
      : `No connection to the engine stood within ${deadlineMs} ms.`;
  };

  const link = makeLink({
    open,
    scripts: questions.scripts,
    scheduler,
    opened: changed,
    broken() {
      broken();
      changed();
      // What was under way fails with it: that is one failure. The next ask shall not have to open a new one.
      whole.failed(whole.term, new Broken().message);
      if (whole.state === 'closed') connect().catch(() => {});
    },
  });

  const connect = async () => {
    try {
      return await link.connection();
    } catch (error) {
      whole.trip(lineOf(error));
      throw error;
    }
  };

  const putOn = async (connection: Connection, ask: Ask): Promise<Answer> => {
    try {
      return await put(connection, questions.of(ask));
    } catch (error) {
      // A cluster's connection outlives each of its nodes, and tells itself when it has ended.
      if (!(error instanceof NoEngineError) || connection.cluster) throw error;
      link.lost(connection);
      throw new Broken();
    }
  };

  const askAndTell = async (ask: Ask): Promise<Answer> => {
    const connection = await connect();
    const askedMs = now();
    const answer = await putOn(connection, ask);
    heard(ask, answer, askedMs);
    return answer;
  };

  const probe = async (guard: Guard) => {
    const connection = await connect();
    // What its shards decide is found out shard by shard.
    if (connection.cluster && guard === guards.whole) return;
    try {
      await within(deadlineMs, putOn(connection, guard.probed), scheduler);
    } catch (error) {
      if (!(error instanceof TooLate)) {
        if (troubleOf(error).general) throw error;
        return;
      }
      const told = new NoEngineError(lineOf(error));
      // It may be dead without a word, and a new one may live.
      if (!connection.cluster) link.drop();
      else if (guard.shard?.node) connection.cluster.drop(guard.shard.node);
      broken();
      throw told;
    }
  };

  const guards = makeGuards((shard) => {
    const guard: Guard = {
      circuit: makeCircuit({
        probe: () => probe(guard),
        lineOf: (error) => about(shard, lineOf(error)),
        now,
        random,
        scheduler,
        changed,
      }),
      shard,
      probed: firstProbe,
    };
    return guard;
  });
  const whole = guards.whole.circuit;

  return {
    circuit: guards.circuit,
    isUp: () => whole.state === 'closed' && link.isUp(),
    async ask(ask) {
      const guard = whole.state === 'closed' ? guards.of(ask, link.cluster()) : guards.whole;
      const { circuit } = guard;
      const undecided = (trouble: string) => ({ trouble, nextProbeMs: circuit.nextProbeMs() });
      if (circuit.state !== 'closed') return undecided(circuit.trouble!);
      const { term } = circuit;
      const wholeTerm = whole.term;
      try {
        const answer = await within(deadlineMs, askAndTell(ask), scheduler);
        circuit.succeeded(term);
        whole.succeeded(wholeTerm);
        return answer;
      } catch (error) {
        const line = about(guard.shard, lineOf(error));
        if (troubleOf(error).general) {
          guard.probed = probeOf(ask);
          if (!(error instanceof Broken)) circuit.failed(term, line);
        } else refused(ask, line);
        return undecided(line);
      }
    },
    async start() {
      try {
        await within(deadlineMs + openingGraceMs, link.connection(), scheduler);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        whole.trip(lineOf(error));
      }
    },
    close() {
      guards.stop();
      link.close();
    },
  };
}

/**
 * On keys in the slot of what failed, but on no limiter of anybody's: of the same algorithms, so that it calls what they call; with
 * room for a unit at each probe, so that each writes.
 */
function probeOf({ policies, caller }: Pick<Ask, 'policies' | 'caller'>): Ask {
  const probed = policies.map(({ name, by, drive: { algorithm } }): Policy => ({
    name: `${prober}:${name}`,
    by,
    drive: { algorithm, limit: 1_000, periodMs: 1_000 },
  }));
  return { policies: probed, caller, cost: 1 };
}

/** A line of trouble, and which keys it is about. */
function about(shard: Shard | null, line: string): string {
  if (!shard) return line;
  return `${shard.node === null ? 'Keys that no node serves' : `Keys on ${shard.node}`}: ${line}`;
}
