import { afterEach, describe, expect, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { measureCost } from '../../src/challenge/cost.ts';
import { attackedKey } from '../../src/challenge/play.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import type { Cost } from '../../src/challenge/verdict.ts';
import type { Arena } from '../../src/engine/arena.ts';
import { openTestArena } from '../support/arena.ts';
import { foreign, packaged } from './specimens.ts';

let arena: Arena | null = null;
afterEach(() => arena?.stop());

async function cost(specimen: Specimen, reference: Specimen): Promise<Cost | null> {
  arena = await openTestArena({ keys: [attackedKey, `${attackedKey}:other`] });
  return measureCost(arena, specimen, reference);
}

/** Of a jump that is admitted and one that is denied, on average: as the script's own page tells. */
function commandsOf(name: string): number {
  const { admitted, denied } = findAlgorithm(name).about!.commands;
  return (admitted.length + denied.length) / 2;
}

describe('the cost of a script', () => {
  it('is that of the reference where it is the same', async () => {
    const told = (await cost(packaged('token-bucket'), packaged('token-bucket')))!;
    const commands = commandsOf('token-bucket');
    expect(told).toMatchObject({
      reference: 'token-bucket',
      commandsPerCall: { script: commands, reference: commands },
    });
    expect(told.bytesPerKey === null).toBe(!arena!.capabilities.memory);
    if (told.bytesPerKey) expect(told.bytesPerKey.script).toBe(told.bytesPerKey.reference);
    // Noise, not a limit: on the busiest machine the same script is no half and no double of itself.
    if (told.timeRatio !== null) expect(Math.abs(Math.log2(told.timeRatio))).toBeLessThan(1);
    expect(told.timeRatio === null).toBe(arena!.server.name === 'look-alike');
  });

  it('of a log is more than that of a counter', async () => {
    const told = (await cost(packaged('sliding-window-log'), packaged('fixed-window')))!;
    expect(told.commandsPerCall).toEqual({
      script: commandsOf('sliding-window-log'),
      reference: commandsOf('fixed-window'),
    });
    if (!told.bytesPerKey) return;
    expect(told.bytesPerKey.script).toBeGreaterThan(2 * told.bytesPerKey.reference);
    expect(told.timeRatio).toBeGreaterThan(1);
  });

  it('counts all calls of a limiter that takes several, and all of its keys', async () => {
    const twice = foreign(
      [
        '-- Counts twice.',
        '-- call 1',
        "redis.call('INCR', KEYS[2])",
        "return redis.call('INCR', KEYS[1])",
        '-- call 2',
        "for i = 1, 2 do redis.call('PEXPIRE', KEYS[i], ARGV[2]) end",
        "return redis.call('GET', KEYS[1])",
      ].join('\n'),
      {
        keys: (key) => [key, `${key}:other`],
        next: (_call, replies) => (replies.length === 1 ? ['', '60000'] : null),
      },
    );
    const told = (await cost(twice, packaged('fixed-window')))!;
    expect(told.commandsPerCall!.script).toBe(5);
    if (!told.bytesPerKey) return;
    const oneKey = Number(await arena!.admin.call('MEMORY', 'USAGE', attackedKey, 'SAMPLES', 0));
    expect(told.bytesPerKey.script).toBeGreaterThan(oneKey);
  });

  it('is counted with the instants of a caller whose clock is right', async () => {
    const byCaller = foreign(
      `if math.abs(ARGV[1] - redis.call('TIME')[1]) > 5 then return redis.error_reply('what year is it?') end
      return redis.call('SET', KEYS[1], ARGV[1], 'EX', 60) and 1`,
      { clock: 'caller', args: ({ nowMs }) => [String(Math.floor(nowMs! / 1000))], periodStepMs: 1000 },
    );
    expect((await cost(byCaller, packaged('fixed-window')))?.commandsPerCall?.script).toBe(2);
  });

  it.each([1, 500])('is counted at a limit of %i that is written into the script', async (limit) => {
    const fixed = foreign(
      `if redis.call('INCR', KEYS[1]) > ${limit} then return 0 end
      redis.call('PEXPIRE', KEYS[1], 60000)
      return 1`,
      { args: () => [], fixed: { limit } },
    );
    const told = (await cost(fixed, packaged('fixed-window')))!;
    expect(told.commandsPerCall?.script).toBe(1.5);
    if (told.timeRatio !== null) expect(told.timeRatio).toBeLessThan(1);
  });

  it('is unknown where a script fails on usual traffic', async () => {
    expect(await cost(foreign("return redis.error_reply('no')", {}), packaged('gcra'))).toBeNull();
  });
});
