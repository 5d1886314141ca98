import type { DecidedBy, Decider, Policy, Verdict } from '../../src/gateway/decider.ts';
import { settled } from './fake-time.ts';

/** Beyond every deadline of these tests and below the 15 s after which the driver gives up by itself. */
const overdueMs = 5_000;
const patienceMs = 30_000;

/** Callers that ask without a pause, each a new one every time, until they are told to stop. */
export class Load {
  readonly #decided = new Map<DecidedBy, Verdict[]>();
  readonly #workers: Promise<void>[];
  readonly #stop = new AbortController();

  constructor(decider: Decider, policies: readonly Policy[], workers = 8) {
    this.#workers = Array.from({ length: workers }, async (_, worker) => {
      for (let n = 0; !this.#stop.signal.aborted; n++) {
        const verdict = await inTime(
          decider.decide({ policies, caller: `c${worker}-${n % 1_000}`, cost: 1 }),
        );
        const alike = this.#decided.get(verdict.by) ?? [];
        this.#decided.set(verdict.by, alike);
        alike.push(verdict);
        // What is decided without the engine would leave no turn to sockets and timers.
        if (verdict.by !== 'engine') await settled();
      }
    });
  }

  /** So many more decisions by this one: resolves to them. */
  async see(by: DecidedBy, count: number): Promise<readonly Verdict[]> {
    const from = this.#decided.get(by)?.length ?? 0;
    const untilMs = performance.now() + patienceMs;
    while ((this.#decided.get(by)?.length ?? 0) < from + count) {
      if (performance.now() > untilMs) throw new Error(`no ${count} decisions by ${by} come`);
      await settled();
    }
    return this.#decided.get(by)!.slice(from);
  }

  /** Resolves to who has decided at all. */
  async stop(): Promise<DecidedBy[]> {
    this.#stop.abort();
    await Promise.all(this.#workers);
    return [...this.#decided.keys()].sort();
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('a decision is overdue')), overdueMs);
  });
  return Promise.race([work, overdue]).finally(() => clearTimeout(timer));
}
