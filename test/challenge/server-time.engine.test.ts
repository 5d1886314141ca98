/** Scripts that ask the server for the time, attacked on a clock that is simulated for them. */
import { expect, it } from 'vitest';
import { attack } from '../../src/challenge/attack.ts';
import { expectedOf } from '../../src/challenge/expect.ts';
import { makeSpecimen } from '../../src/challenge/specimen-of.ts';
import { readLua } from '../lua/trace.ts';
import { openTestArena } from '../support/arena.ts';
import { makeWorld } from '../support/world.ts';
import { packaged } from './specimens.ts';

const { packageFile } = makeWorld('unix:/nowhere');

async function verdictOf(header: string | null, text: string) {
  const script = header === null ? text : `-- hyperdrive: ${header}\n${text}`;
  const specimen = makeSpecimen('my.lua', script, { packageFile })!;
  return attack((options) => openTestArena(options), specimen, {
    seed: 1,
    timeMs: 1,
    now: Date.now,
    sleep: () => Promise.resolve(),
  });
}

it.each(['gcra', 'token-bucket', 'leaky-bucket-meter', 'sliding-window-log', 'fixed-window'])(
  '%s holds by the server’s clock as it does by the caller’s',
  async (name) => {
    const capacity = /bucket|gcra/.test(name) ? ',capacity' : '';
    const { finding } = await verdictOf(
      `model=${name} argv=limit,period_ms,cost,''${capacity} allowed=reply[1]==1 remaining=reply[2] retry_ms=reply[3] reset_ms=reply[4]`,
      readLua(name),
    );
    expect(finding).toBeNull();
  },
);

it.each([
  ['from before Redis 7', '', 'redis.replicate_commands()'],
  ['with a shebang', '#!lua flags=allow-oom\n', ''],
])('scripts %s run everywhere', async (_, shebang, first) => {
  const header =
    "-- hyperdrive: model=fixed-window argv=limit,period_ms,cost,'' allowed=reply[1]==1 cost=trusted\n";
  const text = `${shebang}${header}${first}\n${readLua('fixed-window')}`;
  expect((await verdictOf(null, text)).finding).toBeNull();
});

it('a fraction of a microsecond is nobody’s loss', async () => {
  // Three intervals of a third of a second are a little more than the second that they should be.
  const { finding } = await verdictOf(
    'model=gcra argv=limit,period_s allowed=reply==1',
    `local time = redis.call('TIME')
    local now = time[1] - 1600000000 + time[2] / 1000000
    local interval = ARGV[2] / ARGV[1]
    local arrival = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now)) + interval
    if arrival - interval * ARGV[1] > now then return 0 end
    redis.call('SET', KEYS[1], arrival, 'PX', string.format('%.0f', math.ceil((arrival - now) * 1000)))
    return 1`,
  );
  expect(finding).toBeNull();
});

it('a model counts in microseconds where jumps are apart', () => {
  const drive = { limit: 1, periodMs: 10 };
  const jumps = [0, 0, 9, 10, 10].map((atMs) => ({ atMs, cost: 1 }));
  const told = expectedOf(packaged('sliding-window-log'), { drive, startMs: 1_000, jumps }, { apartUs: 100 });
  expect(told.map((one) => [one!.allowed, one!.retryAfterMs, one!.resetAfterMs])).toEqual([
    [true, 0, 10],
    [false, 10, 10],
    [false, 1, 1],
    [true, 0, 10],
    [false, 10, 10],
  ]);
});
