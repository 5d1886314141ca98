import { parseList, type Item } from 'structured-headers';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cannon, until, type Sample } from '../support/cannon.ts';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';
import { Admissions } from './admissions.ts';
import { OwnServer, serverProgram } from './own-server.ts';

const limit = 20;
const periodMs = 1_000;
const instances = 3;
/** Ten times what may pass, in any period that is judged. */
const crowd = 10 * limit;

const here = new Machine();
afterAll(() => here.dispose());

describe.skipIf(!serverProgram)('three gateways at ten times the limit and more [needs server]', () => {
  let server: OwnServer;
  let serving: Serving;
  let admissions: Admissions;
  let cannons: Cannon[];

  beforeEach(async () => {
    server = new OwnServer();
    await server.start();
  });
  afterEach(async () => {
    await serving.stop();
    await server.dispose();
  });

  /** Resolves when the gateways are under fire. */
  async function open(algorithm: string, ...more: string[]) {
    // A deadline that a busy machine meets, too: what is judged here is what the engine decides.
    const limits = ['--algorithm', algorithm, '--limit', String(limit), '--period', `${periodMs}ms`];
    serving = await Serving.start(
      here,
      ['--url', `unix:${server.path}`, ...limits, '--deadline', '4s', ...more],
      { instances },
    );
    const engine = await server.open();
    admissions = await Admissions.watch(engine, algorithm, periodMs);
    engine.close();
    cannons = serving.gateways.map(({ url }) => new Cannon(url));
  }

  /** What is still under fire stops; nothing of it failed, and nothing but 200 and 429 was answered. */
  async function cease() {
    const ends = await Promise.all(cannons.map((cannon) => cannon.stop()));
    expect(ends).toEqual(cannons.map(() => ({ errors: 0, timeouts: 0 })));
    for (const { statuses, by } of cannons) {
      expect([...statuses.keys()].sort()).toEqual([200, 429]);
      expect([...by.keys()]).toEqual(['engine']);
    }
  }

  it.each([
    [
      'fixed-window: exactly the limit in every window of the server’s clock',
      'fixed-window',
      [],
      exactlyTheLimit,
    ],
    [
      'sliding-window-log: never more in any window',
      'sliding-window-log',
      [],
      () => expect(worst((among, spanMs) => spanMs < periodMs && among > limit)).toEqual([]),
    ],
    [
      'token-bucket: never more than its capacity and what was refilled',
      'token-bucket',
      ['--capacity', '30'],
      () =>
        expect(worst((among, spanMs) => among > 30 + Math.floor((spanMs * limit) / periodMs))).toEqual([]),
    ],
  ])('%s', async (_, algorithm, more, law) => {
    await open(algorithm, ...more);
    await until(() => admissions.inPeriods(crowd).length >= 3, cannons);
    await cease();
    expect(await serving.stop()).toBe(0);
    const { allowed, unavailable } = serving.summary as { allowed: number; unavailable: number };
    await admissions.end(allowed);

    law();
    // Each time that the gateways let somebody through, the server had admitted him, and never else.
    expect(admissions.instants).toHaveLength(allowed);
    expect(unavailable).toBe(0);
    for (const { samples } of cannons) for (const sample of samples) agrees(sample);
    expect(serving.stderr).toBe('');
  });

  it('go on as if nothing had been when one of them is killed', async () => {
    await open('fixed-window');
    await until(() => admissions.inPeriods(crowd).length >= 2, cannons);
    const [first, ...others] = cannons;
    process.kill(serving.gateways[0]!.pid, 'SIGKILL');
    await serving.until(() => serving.stderr.includes('\n'));
    const heard = others.map(({ answers }) => answers);
    const before = admissions.inPeriods(crowd).length;
    await until(() => admissions.inPeriods(crowd).length >= before + 2, cannons);
    expect((await first!.stop()).errors).toBeGreaterThan(0);
    cannons = others;
    await cease();
    expect(await serving.stop()).toBe(0);

    for (const [i, { answers }] of others.entries()) expect(answers).toBeGreaterThan(heard[i]!);
    exactlyTheLimit();
    expect(serving.stderr).toMatch(/^Gateway 1 \(.*\) ended: killed by SIGKILL\.\n$/);
    expect(serving.summary).toMatchObject({ stopped: 2, unavailable: 0 });
  });

  function exactlyTheLimit(): void {
    expect(Math.max(...admissions.inPeriods(1))).toBe(limit);
    for (const admitted of admissions.inPeriods(crowd)) expect(admitted).toBe(limit);
  }

  /** Runs of admissions, from any to any later one, for which it is true. */
  function worst(isBad: (among: number, spanMs: number) => boolean): number[][] {
    const { instants } = admissions;
    return instants.flatMap((from, i) =>
      instants.slice(i).flatMap((to, j) => (isBad(j + 1, to - from) ? [[from, to, j + 1]] : [])),
    );
  }
});

interface Body {
  allowed: boolean;
  retryAfterMs?: number;
  standings: { policy: string; limit: number; periodMs: number; remaining: number; resetAfterMs: number }[];
}

/** The fields of an answer, read by a parser that is not ours, say what its body says. */
function agrees({ status, headers, body }: Sample): void {
  const { allowed, retryAfterMs = 0, standings } = body as unknown as Body;
  const [standing] = standings;
  const [policy, state] = ['ratelimit-policy', 'ratelimit'].map((name) => {
    const [item, ...others] = parseList(headers.get(name)!) as Item[];
    expect(others).toEqual([]);
    return { name: item![0], ...Object.fromEntries(item![1]) } as Record<string, unknown>;
  });
  expect(policy).toMatchObject({
    name: standing!.policy,
    q: standing!.limit,
    w: standing!.periodMs / 1_000,
  });
  expect(state).toMatchObject({ name: standing!.policy, r: standing!.remaining });
  expect(status).toBe(allowed ? 200 : 429);
  expect(headers.get('content-type')).toMatch(allowed ? /^application\/json/ : /^application\/problem\+json/);
  // Whole seconds, never too early; and `t` is never later.
  const retry = headers.get('retry-after');
  expect(retry).toBe(allowed ? null : String(Math.ceil(retryAfterMs / 1_000)));
  if (retry !== null) expect(Number(retry)).toBeGreaterThanOrEqual(state!['t'] as number);
  expect(state!['t'] ?? 0).toBeLessThanOrEqual(Math.ceil(standing!.resetAfterMs / 1_000));
}
