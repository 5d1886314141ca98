/** Scripts with headers, attacked: above all those whose callers put the number of the window into the name of a key. */
import { describe, expect, it } from 'vitest';
import { attack } from '../../src/challenge/attack.ts';
import { makeSpecimen } from '../../src/challenge/specimen-of.ts';
import { openTestArena } from '../support/arena.ts';
import { makeWorld } from '../support/world.ts';

const { packageFile } = makeWorld('unix:/nowhere');

const header = `-- hyperdrive: model=fixed-window argv=limit,period_ms allowed=reply[1]<=limit
-- hyperdrive: keys={key}:{now_ms//period_ms} remaining=max(0,limit-reply[1]) reset_ms=period_ms-now_ms%period_ms
`;

const counter = `${header}
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return { count }`;

async function verdictOf(text: string) {
  const specimen = makeSpecimen('my.lua', text, { packageFile })!;
  return attack((options) => openTestArena(options), specimen, {
    seed: 1,
    timeMs: 1,
    now: Date.now,
    sleep: () => Promise.resolve(),
  });
}

it('hold, as others do', async () => {
  const { finding, survived } = await verdictOf(counter);
  expect(finding).toBeNull();
  expect(survived.laws).toEqual(expect.arrayContaining(['keys', 'decision', 'reset', 'ttl', 'clients']));
});

it('are caught at a key beside those that they have declared', async () => {
  const text = counter.replace('return', "redis.call('SET', KEYS[1] .. ':seen', 1, 'PX', ARGV[2])\nreturn");
  const { finding } = await verdictOf(text);
  expect(finding).toMatchObject({ law: 'keys', happened: expect.stringContaining(':seen') });
});

it('are told that the key of an old window stays', async () => {
  const text = counter.replace('count == 1', "count == '1'");
  const { finding } = await verdictOf(text);
  expect(finding).toMatchObject({ law: 'ttl' });
  expect(finding!.steps.length).toBe(1);
});

it('are told that a window was forgotten, and not which one was due to go', async () => {
  const text = counter.replace("'PEXPIRE', KEYS[1], ARGV[2]", "'PEXPIRE', KEYS[1], ARGV[2] / 2");
  const { finding } = await verdictOf(text);
  expect(finding).toMatchObject({ law: 'ttl', happened: expect.stringContaining('expired') });
});

it('are told what they said where the header reads it wrongly', async () => {
  const { finding } = await verdictOf(counter.replace('reply[1]<=limit', 'reply[1]==0'));
  expect(finding).toMatchObject({
    law: 'decision',
    happened: expect.stringContaining('It answered [1], and'),
  });
});

it('are not blamed for clocks that differ where callers are taken to agree', async () => {
  // It forgets a millisecond late: by that, and not by what a wrong clock would do to it.
  const text = counter.replace('keys={key}:{now_ms//period_ms}', 'keys={key}:{(now_ms-1)//period_ms}');
  const { finding, diagnosis } = await verdictOf(text);
  expect(finding).toMatchObject({ law: 'decision' });
  expect(finding!.steps.some(({ skewMs }) => skewMs)).toBe(false);
  expect(diagnosis?.name).not.toBe('flawed/client-clock');
});

it.each([
  [1, null],
  // Where time goes on inside transactions, a few ms say nothing.
  [20, 'ttl'],
])('a TTL that is %i ms short', async (ms, law) => {
  const { finding } =
    await verdictOf(`-- hyperdrive: model=fixed-window-from-first argv=limit,period_ms-${ms} allowed=reply<=limit
    local used = redis.call('INCR', KEYS[1])
    if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return used`);
  expect(finding?.law ?? null).toBe(law);
});

describe('a script that does another thing than its header says', () => {
  const fromFirst = `-- hyperdrive: model=fixed-window argv=limit,period_ms allowed=reply==1
    local used = redis.call('INCR', KEYS[1])
    if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return used <= tonumber(ARGV[1]) and 1 or 0`;

  it('is told which promise it keeps', async () => {
    const { finding, keepsInstead } = await verdictOf(fromFirst);
    expect(finding).toMatchObject({ law: 'decision' });
    expect(keepsInstead).toBe('fixed-window-from-first');
  });

  it('is told of none where it keeps none', async () => {
    const { finding, keepsInstead } = await verdictOf(fromFirst.replace('used <=', 'used <'));
    expect(finding).toMatchObject({ law: 'decision' });
    expect(keepsInstead).toBeNull();
  });
});
