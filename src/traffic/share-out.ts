/** How a caller waits. */
export interface Waiting {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** An answer, which jump it is for, and which client brought it, from 1. */
export interface Shared<A> {
  index: number;
  client: number;
  answer: A;
}

/**
 * Whichever client is free makes the next of `count` jumps. Resolves to the answers in the order in which they came. Where one
 * fails, the others are told to stop.
 */
export async function shareOut<C, A>(
  clients: readonly C[],
  count: number,
  jump: (client: C, index: number, stop: AbortSignal) => Promise<A>,
): Promise<Shared<A>[]> {
  const answers: Shared<A>[] = [];
  // One for each: Node takes many listeners on one signal for a leak.
  const stops = clients.map(() => new AbortController());
  let next = 0;
  const work = async (client: C, number: number): Promise<void> => {
    const stop = stops[number]!.signal;
    while (next < count && !stop.aborted) {
      const index = next++;
      answers.push({ index, client: number + 1, answer: await jump(client, index, stop) });
    }
  };
  await Promise.all(clients.map(work)).finally(() => {
    for (const stop of stops) stop.abort();
  });
  return answers;
}

/** Longer waits than this overflow a timer. */
const longestSleepMs = 24 * 60 * 60 * 1_000;

/** Waits until an instant of the caller's clock. Throws where it is told to stop. */
export async function untilDue(dueMs: number, { now, sleep }: Waiting, stop: AbortSignal): Promise<void> {
  for (let wait; !stop.aborted && (wait = dueMs - now()) > 0;) {
    await sleep(Math.min(wait, longestSleepMs), stop);
  }
  stop.throwIfAborted();
}
