/** Scripts that go by the server's own clock, or by no clock but TTLs. */
import { describe, expect, inject, it } from 'vitest';
import { attackText, gist } from './attacked.ts';

const patience = { timeout: 180_000 };

describe('a script that asks the server for the time', () => {
  const bucket = (
    round: string,
  ) => `-- hyperdrive: model=token-bucket argv=capacity,limit,period_ms allowed=reply[1]==1 remaining=reply[2]
local capacity, limit, period = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'credit', 'at')
local credit, at = tonumber(held[1]) or capacity * period, tonumber(held[2]) or now
credit = math.min(capacity * period, credit + ${round})
local allowed = credit >= period
if allowed then credit = credit - period end
redis.call('HSET', KEYS[1], 'credit', string.format('%.0f', credit), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(capacity * period / limit))
return { allowed and 1 or 0, math.floor(credit / period) }`;

  it('holds where it is right, with TIME simulated', patience, async () => {
    const verdict = await attackText(bucket('(now - at) * limit'));
    expect(gist(verdict)).toBeNull();
    expect(verdict.notAttacked.join(' ')).toMatch(/TIME was simulated/);
  });

  it(
    'breaks where it rounds, and the sequence is repeated on the real clock where that is short',
    patience,
    async () => {
      const verdict = await attackText(bucket('math.floor((now - at) * limit / period) * period'));
      expect(gist(verdict)).toMatchObject({ law: 'decision', mistake: 'flawed/floored-refill' });
      expect(verdict.finding!.seen).toBe('real');
    },
  );
});

const ends = [
  ['PEXPIREAT', "redis.call('PEXPIREAT', KEYS[1], now + period)", null],
  ['SET … PXAT', "redis.call('SET', KEYS[1], 1, 'PXAT', now + period)", null],
  // The next whole second: too long for who comes at any other instant.
  ['EXPIREAT', "redis.call('EXPIREAT', KEYS[1], math.ceil((now + period) / 1000))", 'decision'],
] as const;

// On Redis 7.0 time goes on inside a transaction, and an instant set there is a millisecond off.
it.each(inject('engineKind') === 'redis' ? ends.slice(2) : ends)(
  'a window whose end is set by %s',
  patience,
  async (_, expires, law) => {
    const verdict =
      await attackText(`-- hyperdrive: model=fixed-window-from-first argv=limit,period_ms,now_ms allowed=reply==1 clock=trusted
local limit, period, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count >= limit then return 0 end
redis.call('INCR', KEYS[1])
if count == 0 then ${expires} end
return 1`);
    expect(verdict.finding?.law ?? null).toBe(law);
  },
);

it('a window of INCR and EXPIRE is right for what it promises, and wrong for a log', patience, async () => {
  const window = (model: string) => `-- hyperdrive: model=${model} argv=limit,period_s allowed=reply<=limit
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return count`;
  expect(gist(await attackText(window('fixed-window-from-first')))).toBeNull();
  expect(gist(await attackText(window('sliding-window-log')))).toMatchObject({
    mistake: 'flawed/fixed-as-sliding',
  });
});

it(
  'a script that believes its caller holds where callers are to be trusted, and that is said',
  patience,
  async () => {
    const log = (
      clock: string,
    ) => `-- hyperdrive: model=sliding-window-log argv=limit,period_ms,now_ms,id allowed=reply==1${clock}
local limit, period, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - period)
if redis.call('ZCARD', KEYS[1]) >= limit then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[4])
redis.call('PEXPIRE', KEYS[1], period)
return 1`;
    const trusted = await attackText(log(' clock=trusted'));
    expect(gist(trusted)).toBeNull();
    expect(trusted.weaknesses.join(' ')).toMatch(/clock is wrong/);
    expect(gist(await attackText(log(' clock=caller')))).toMatchObject({ law: 'clock' });
  },
);
