import { parseMonitorLine } from '../../src/engine/monitor.ts';
import type { Engine } from '../../src/engine/port.ts';
import { until } from '../support/cannon.ts';

/** In which command a script writes down when it admitted a unit, and where: a fixed window tells when it began. */
const written: Record<string, { command: string; at: number }> = {
  'fixed-window': { command: 'HSET', at: 3 },
  'token-bucket': { command: 'HSET', at: 5 },
  'sliding-window-log': { command: 'ZADD', at: 2 },
};

/**
 * What was admitted by the server's own account: MONITOR shows what every script wrote, in order, with the instant by which it
 * decided. Whatever gateways believe or callers hear, that happened.
 */
export class Admissions {
  /** In ms by the server's clock, in order. */
  readonly instants: number[] = [];
  /** How many scripts came whole, because the server had forgotten them. */
  sentWhole = 0;
  readonly #periodMs: number;
  /** How often the limiter was asked in each aligned period. */
  readonly #asked = new Map<number, number>();
  #stop = () => {};

  private constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** Watches a server on which nothing but one caller's limiter works. */
  static async watch(engine: Engine, algorithm: string, periodMs: number): Promise<Admissions> {
    const admissions = new Admissions(periodMs);
    const { command, at } = written[algorithm]!;
    admissions.#stop = await engine.monitor((line) => {
      const seen = parseMonitorLine(line);
      const name = String(seen?.words[0]);
      if (seen?.byScript && name === command) admissions.instants.push(Number(seen.words[at]));
      if (!seen?.byScript && /^EVAL(SHA)?$/.test(name)) admissions.#asks(line, name);
    });
    return admissions;
  }

  /** From the first to the last. */
  get spanMs(): number {
    return (this.instants.at(-1) ?? 0) - (this.instants[0] ?? 0);
  }

  /** How many were admitted in each aligned period in which so many asked, the oldest first. */
  inPeriods(askedAtLeast: number): number[] {
    return [...this.#asked]
      .filter(([, asked]) => asked >= askedAtLeast)
      .map(([period]) => this.instants.filter((ms) => Math.floor(ms / this.#periodMs) === period).length);
  }

  /** Waits until so many have been seen, and watches no longer. */
  async end(count: number): Promise<void> {
    await until(() => this.instants.length >= count);
    this.#stop();
  }

  #asks(line: string, name: string): void {
    // `+1790000000.000000 [0 unix:/s] "EVALSHA" …`
    const period = Math.floor((Number.parseFloat(line.slice(1)) * 1_000) / this.#periodMs);
    this.#asked.set(period, (this.#asked.get(period) ?? 0) + 1);
    if (name === 'EVAL') this.sentWhole++;
  }
}
