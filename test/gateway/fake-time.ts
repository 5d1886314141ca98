import type { Scheduler } from '../../src/gateway/scheduler.ts';

/** Time that stands still until it is moved. */
export class FakeTime implements Scheduler {
  #nowMs = 1_000;
  #timers: { atMs: number; work: () => void }[] = [];

  readonly now = (): number => this.#nowMs;

  after(ms: number, work: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** How many are waiting. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Sets the clock on where nothing waits for it. */
  skip(ms: number): void {
    this.#nowMs += ms;
  }

  /** Lets time go by, and all happen that is due in it, one after the other. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settled();
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#nowMs = next.atMs;
      next.work();
      await settled();
    }
    this.#nowMs = endMs;
  }
}

/** Resolves when everything that need not wait for anything has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
