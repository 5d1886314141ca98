import type { Connection } from '../engine/port.ts';
import { NoEngineError, UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
import { makeCircuit, type Circuit } from './circuit.ts';
import { openingGraceMs, TooLate, within } from './deadline.ts';
import type { Ask, Policy } from './decider.ts';
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

/** The engine behind its circuit: asked where it decides, given up where it does not, tried again by itself. */
export interface EngineDecider {
  readonly circuit: Pick<Circuit, 'state' | 'trouble' | 'nextProbeMs'>;
  isUp(): boolean;
  /** Resolves to the answer, or to a line of trouble where there is none within the deadline. Never rejects. */
  ask(ask: Ask): Promise<Answer | string>;
  /**
   * The first attempt to reach it, which goes on unseen where the engine does not answer. Rejects with `UsageError` alone: what
   * else goes wrong may mend itself.
   */
  start(): Promise<void>;
  close(): void;
}

/** The connection broke under a command: whether the engine did what was asked, nobody knows. It is not asked again. */
class Broken extends NoEngineError {
  constructor() {
    super('The connection to the engine broke.');
  }
}

/** The probe decides on a key of its own: `@` stands in no caller's hash. */
const prober = '@probe';

export function makeEngineDecider(needs: EngineNeeds): EngineDecider {
  const { open, questions, deadlineMs, now, random, scheduler, heard, broken, changed, refused } = needs;
  let lastFailed: readonly Policy[] = [probePolicy('probe', 'gcra')];

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
      circuit.failed(circuit.term, new Broken().message);
      if (circuit.state === 'closed') connect().catch(() => {});
    },
  });

  const connect = async () => {
    try {
      return await link.connection();
    } catch (error) {
      circuit.trip(lineOf(error));
      throw error;
    }
  };

  const putOn = async (connection: Connection, ask: Ask): Promise<Answer> => {
    try {
      return await put(connection, questions.of(ask));
    } catch (error) {
      if (!(error instanceof NoEngineError)) throw error;
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

  const probe = async () => {
    const connection = await link.connection();
    try {
      await within(
        deadlineMs,
        putOn(connection, { policies: lastFailed, caller: prober, cost: 1 }),
        scheduler,
      );
    } catch (error) {
      if (!(error instanceof TooLate)) {
        if (troubleOf(error).general) throw error;
        return;
      }
      const told = new NoEngineError(lineOf(error));
      // It may be dead without a word, and a new one may live.
      link.drop();
      broken();
      throw told;
    }
  };

  const circuit = makeCircuit({ probe, lineOf, now, random, scheduler, changed });

  return {
    circuit,
    isUp: () => circuit.state === 'closed' && link.isUp(),
    async ask(ask) {
      const { term } = circuit;
      try {
        const answer = await within(deadlineMs, askAndTell(ask), scheduler);
        circuit.succeeded(term);
        return answer;
      } catch (error) {
        const line = lineOf(error);
        if (troubleOf(error).general) {
          lastFailed = ask.policies.map(({ name, drive }) => probePolicy(name, drive.algorithm));
          if (!(error instanceof Broken)) circuit.failed(term, line);
        } else refused(ask, line);
        return line;
      }
    },
    async start() {
      try {
        await within(deadlineMs + openingGraceMs, link.connection(), scheduler);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        circuit.trip(lineOf(error));
      }
    },
    close() {
      circuit.stop();
      link.close();
    },
  };
}

/** Of the same algorithm, so that it calls what that calls; with room for a unit at each probe, so that each writes. */
function probePolicy(name: string, algorithm: string): Policy {
  return { name, by: 'caller', drive: { algorithm, limit: 1_000, periodMs: 1_000 } };
}
