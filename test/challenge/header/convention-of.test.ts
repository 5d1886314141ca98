import { describe, expect, it } from 'vitest';
import type { AttackCall, Convention } from '../../../src/challenge/convention.ts';
import { familyOf } from '../../../src/challenge/family.ts';
import { conventionOf } from '../../../src/challenge/header/convention-of.ts';
import { parseHeader } from '../../../src/challenge/header/header.ts';

function convention(header: string, code = ''): Convention {
  const parsed = parseHeader('my.lua', `-- hyperdrive: ${header}`)!;
  return conventionOf(parsed, familyOf(parsed.model!), code);
}

const call: AttackCall = {
  drive: { limit: 5, periodMs: 60_000 },
  cost: 2,
  nowMs: 1_700_000_000_250,
  heldMs: 1_700_000_000_250,
  id: 'call-7',
  tags: {},
};

describe('the contract', () => {
  it('is what a model alone stands for', () => {
    const contract = convention('model=token-bucket');
    expect(contract).toMatchObject({ contract: true, clock: 'optional', costs: true, capacity: true });
    expect(contract.tells).toEqual(['remaining', 'retryAfterMs', 'resetAfterMs']);
    expect(contract.args({ ...call, drive: { ...call.drive, capacity: 9 }, nowMs: null })).toEqual([
      '5',
      '60000',
      '2',
      '',
      '9',
    ]);
    expect(contract.keys('k', {})).toEqual(['k']);
  });

  it('has a delay in a queue, no capacity in a window', () => {
    expect(convention('model=leaky-bucket-queue').tells).toContain('delayMs');
    expect(convention('model=leaky-bucket-queue').read([1, 4, 0, 9, 7], call)).toMatchObject({ delayMs: 7 });
    expect(convention('model=fixed-window').capacity).toBe(false);
  });
});

describe('calling', () => {
  const args = (argv: string, change: Partial<AttackCall> = {}) =>
    convention(`model=token-bucket limit=5 period_s=60 argv=${argv} allowed=reply==1`).args({
      ...call,
      ...change,
    });

  it('writes each argument plainly', () => {
    expect(args("period_s,limit/period_s,now,now_s,now_us,'px',id,cost")).toEqual([
      '60',
      String(5 / 60),
      '1700000000.25',
      '1700000000',
      '1700000000250000',
      'px',
      'call-7',
      '2',
    ]);
  });

  it('takes the limit for the capacity where there is none', () => {
    expect(args('capacity')).toEqual(['5']);
    expect(args('capacity', { drive: { ...call.drive, capacity: 9 } })).toEqual(['9']);
  });

  it('gives no instant where the server is to be asked', () =>
    expect(args('held_s,held_us', { nowMs: null })).toEqual(['', '']));

  it('may go by two clocks: the true one beside that of a caller who is behind', () => {
    const behind = { nowMs: 1_699_999_990_000 };
    expect(args('held_ms', behind)).toEqual(['1699999990000']);
    expect(args('held_ms,now_ms', behind)).toEqual(['1700000000250', '1699999990000']);
  });

  it('names every key', () =>
    expect(convention('model=gcra keys={key}:tokens,{key}:ts').keys('{ship}', {})).toEqual([
      '{ship}:tokens',
      '{ship}:ts',
    ]));
});

describe('keys that the caller numbers by the window', () => {
  const numbered = (keys: string, rest = 'argv=limit allowed=reply==1') =>
    convention(`model=fixed-window period_s=60 keys=${keys} ${rest}`);

  it('are named for each call, by its clock', () => {
    const { keys, clock, periodStepMs } = numbered('{key}:{now_s//period_s},{key}:{now_s//period_s-1}:old');
    expect(keys('{ship}', {}, call)).toEqual(['{ship}:28333333', '{ship}:28333332:old']);
    expect(keys('{ship}', {}, { ...call, nowMs: 60_000 })).toEqual(['{ship}:1', '{ship}:0:old']);
    expect({ clock, periodStepMs }).toEqual({ clock: 'caller', periodStepMs: 1000 });
  });

  it('may have commas in what is reckoned, and braces around', () =>
    expect(numbered('{{key}}:{min(1,2)}').keys('ship', {}, call)).toEqual(['{ship}:1']));

  it('are told by globs before there is a call', () => {
    expect(numbered('{key}:{now_s//60},{key}:a*').keyGlobs!('{ship}')).toEqual(['{ship}:*', '{ship}:a\\*']);
    expect(numbered('{key}:a*').keyGlobs).toBeUndefined();
  });

  it.each([
    ['{key}:{held_s//60}', 'keys= has held_s, and a key is named by whoever calls'],
    ['{key}:{id}', 'keys= has id'],
    ['{key}:{user}', 'there is no variable "user"'],
    ['{key}:{}', 'it is empty'],
    ['{key}:{reply}', 'the reply is not known yet'],
  ])('%s: %s', (keys, message) => expect(() => numbered(keys)).toThrow(message));

  it('are none of the decision contract', () =>
    expect(() => numbered('{key}:{now_s//60}', '')).toThrow('add argv= and allowed='));
});

describe('reading', () => {
  const read = (rest: string, reply: Parameters<Convention['read']>[0]) =>
    convention(`model=token-bucket argv=limit,period_ms ${rest}`).read(reply, call);

  it('tells what is mapped, and nothing else', () => {
    const answer = read('allowed=reply[1]==1 remaining=limit-reply[2]', [1, 2, 3]);
    expect(answer).toEqual({ allowed: true, remaining: 3, retryAfterMs: null, resetAfterMs: null });
  });

  it('rounds what is left down, and waits up', () => {
    const answer = read('allowed=reply[1]==1 remaining=reply[2] retry_ms=reply[3]*1000 reset_ms=reply[4]', [
      0,
      '2.9',
      '0.1234',
      '0.2',
    ]);
    expect(answer).toMatchObject({ allowed: false, remaining: 2, retryAfterMs: 124, resetAfterMs: 1 });
  });

  it('makes ms of seconds, exactly', () =>
    expect(read('allowed=reply[1]==1 retry_s=reply[2]', [0, '0.123'])).toMatchObject({ retryAfterMs: 123 }));

  it('takes a wait below 0 for never, and one of who was let in for none', () => {
    expect(read('allowed=reply[1]==1 retry_s=reply[2]', [0, -1])).toMatchObject({ retryAfterMs: -1 });
    expect(read('allowed=reply[1]==1 retry_s=reply[2]', [1, 60])).toMatchObject({ retryAfterMs: 0 });
  });

  it('takes nil and an empty text for not told', () =>
    expect(read('allowed=reply[1]==1 remaining=reply[2] retry_ms=reply[3]', [0, ''])).toMatchObject({
      remaining: null,
      retryAfterMs: null,
    }));

  it.each([
    [
      'allowed=reply[1]==1',
      'OK',
      'The script answered "OK", and that does not go with allowed=reply[1]==1: "OK" has no elements.',
    ],
    ['allowed=reply[1]==1 remaining=reply[2]', [1, 'many'], 'remaining=reply[2]: "many" is no number'],
    ['allowed=reply[1]==1 remaining=reply[2]', [1, [5]], 'remaining=reply[2]: [5] is no number'],
    [
      'allowed=reply>0',
      null,
      'The script answered nil, and that does not go with allowed=reply>0: nil is no number',
    ],
  ])('refuses a reply of another shape: %s', (rest, reply, message) =>
    expect(() => read(rest, reply)).toThrow(message),
  );
});

describe('what an attack must know', () => {
  const own = (rest: string, code = '') => convention(`model=token-bucket allowed=reply[1]==1 ${rest}`, code);

  it.each([
    ['argv=limit,period_s,held_s', '', 'optional'],
    ['argv=limit,period_s,now', '', 'caller'],
    ['argv=limit,period_s,now_us/1000', "redis.call('TIME')", 'caller'],
    ['argv=limit,period_s', "local t = redis.call('TIME')", 'server'],
    ['argv=limit,period_s', 'server.call( "time" )', 'server'],
    ['argv=limit,period_s', "-- redis.call('TIME')\nredis.call('HGET', key, 'time')", 'none'],
    ['argv=limit,period_s', "--[[ redis.call('TIME') ]] redis.call('INCR', key)", 'none'],
  ] as const)('whose clock: %s %j %s', (rest, code, clock) => expect(own(rest, code).clock).toBe(clock));

  it('which steps waits and periods have', () => {
    expect(own('argv=limit,period_s retry_s=reply[2]')).toMatchObject({
      periodStepMs: 1000,
      waitStepMs: 1000,
    });
    expect(own('argv=limit,period_ms reset_ms=reply[2]')).toMatchObject({ periodStepMs: 1, waitStepMs: 1 });
  });

  it('which numbers it takes', () => {
    expect(own('argv=limit,period_ms,cost,capacity')).toMatchObject({ costs: true, capacity: true });
    expect(own('argv=period_ms limit=7')).toMatchObject({
      costs: false,
      capacity: false,
      fixed: { limit: 7 },
    });
  });

  it('whether callers may disagree about the time', () => {
    expect(own('argv=limit,period_s,now_s').clockIsAttacked).toBe(false);
    expect(own('argv=limit,period_s,now_s clock=trusted').clockIsAttacked).toBe(false);
    expect(own('argv=limit,period_s,now_s clock=caller').clockIsAttacked).toBe(true);
  });

  it.each([
    ['model=gcra argv=period_s allowed=reply==1', 'no expression uses limit'],
    ['model=gcra argv=limit allowed=reply==1', 'no expression uses period_ms or period_s'],
    ['model=fixed-window argv=capacity,limit,period_s allowed=reply==1', 'capacity is for buckets'],
    ['model=fixed-window capacity=5', 'capacity= is for buckets'],
    ['model=gcra argv=limit,period_s allowed=reply==1 delay_ms=reply', 'for leaky-bucket-queue alone'],
    ['model=gcra clock=caller', 'clock=caller is for scripts that get the caller'],
  ])('%s: %s', (header, message) => expect(() => convention(header)).toThrow(message));
});
