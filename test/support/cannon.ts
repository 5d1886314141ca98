import autocannon from 'autocannon';

/** An answer with its fields and its body. */
export interface Sample {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Far above the deadlines of gateways, and far below the 15 s after which a driver gives up by itself. */
const answerWithinS = 5;
/** Nothing that a test waits for takes so long. */
const patienceMs = 30_000;
const lookEveryMs = 10;
/** Every so many answers one is looked at closely. */
const sampleEvery = 20;

/** A load generator (autocannon) in front of a gateway: a request behind every answer, until it is stopped. */
export class Cannon {
  answers = 0;
  /** How many answers of each status, in the order of their first. */
  readonly statuses = new Map<number, number>();
  /** How many by whoever decided. */
  readonly by = new Map<string, number>();
  readonly samples: Sample[] = [];
  readonly #run: ReturnType<typeof autocannon>;

  constructor(url: string, { connections = 8, key = 'load' } = {}) {
    this.#run = autocannon({
      url: `${url}/api/resource`,
      connections,
      duration: 2 * (patienceMs / 1_000),
      timeout: answerWithinS,
      // It stops with the next of these.
      sampleInt: 50,
      // Where nobody listens any more it would try again without a pause.
      bailout: 1,
      headers: { 'x-api-key': key },
      requests: [
        { onResponse: (status, body, _, headers) => this.#answered(status, body, new Headers(headers)) },
      ],
    });
  }

  /** Stops it; answers with how many requests came to nothing or to nothing in time. */
  async stop(): Promise<{ errors: number; timeouts: number }> {
    this.#run.stop();
    const { errors, timeouts } = await this.#run;
    return { errors, timeouts };
  }

  #answered(status: number, body: string, headers: Headers): void {
    const by = headers.get('hyperdrive-decided-by') ?? 'nobody';
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.by.set(by, (this.by.get(by) ?? 0) + 1);
    if (this.answers++ % sampleEvery === 0)
      this.samples.push({ status, headers, body: JSON.parse(body) as Record<string, unknown> });
  }
}

/** Resolves when it holds. Rejects, with what the cannons have seen, where it does not come to that. */
export async function until(holds: () => boolean, cannons: readonly Cannon[] = []): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > untilMs) {
      const seen = cannons.map(({ statuses, by }) => JSON.stringify([[...statuses], [...by]]));
      throw new Error(`It does not come to that. ${seen.join(' ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** So many more answers that this one decided, from each. */
export async function see(by: string, count: number, cannons: readonly Cannon[]): Promise<void> {
  const enough = cannons.map((cannon) => (cannon.by.get(by) ?? 0) + count);
  await until(() => cannons.every((cannon, i) => (cannon.by.get(by) ?? 0) >= enough[i]!), cannons);
}
