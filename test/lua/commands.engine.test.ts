import { describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { readLua } from './trace.ts';
import { engine, key } from './workbench.ts';

/** What each answer takes, TIME and all: the lessons say so, and it is what the scripts cost. */
interface Commands {
  look: string[];
  denied: string[];
  admitted: string[];
}

const hash: Commands = {
  look: ['hmget', 'time'],
  denied: ['hmget', 'time'],
  admitted: ['hmget', 'hset', 'pexpire', 'time'],
};
const commands: Readonly<Record<string, Commands>> = {
  'fixed-window': hash,
  'token-bucket': hash,
  'leaky-bucket-meter': hash,
  'leaky-bucket-queue': hash,
  'sliding-window-log': {
    look: ['time', 'zcount', 'zrange'],
    denied: ['time', 'zcount', 'zrange', 'zrangebyscore'],
    admitted: ['pexpire', 'time', 'zadd', 'zcount', 'zrange', 'zremrangebyscore'],
  },
  'sliding-window-counter': hash,
  gcra: { look: ['get', 'time'], denied: ['get', 'time'], admitted: ['get', 'set', 'time'] },
};

describe.runIf(engine.capabilities.object)('the commands of [needs object]', () => {
  it.each(correct)('$name, each called once', async ({ name }) => {
    const [admitted, denied, look] = await commandsOf(readLua(name), [1, 1, 0]);
    expect({ look, denied, admitted }).toEqual(commands[name]);
  });
});

/** The commands that each jump at a limit of 1 ran, in one transaction, where nobody else's are counted. */
async function commandsOf(script: string, costs: readonly number[]): Promise<string[][]> {
  const replies = await engine.watched([], async () => [
    ['INFO', 'commandstats'],
    ...costs.flatMap((cost) => [
      ['EVAL', script, 1, key, 1, 60_000, cost, ''],
      ['INFO', 'commandstats'],
    ]),
    ['DEL', key],
  ]);
  const stats = replies.filter((_, i) => i % 2 === 0).map(calls);
  return costs.map((_, i) =>
    [...stats[i + 1]!]
      .filter(([name]) => name !== 'info' && name !== 'eval')
      .flatMap(([name, count]) => Array<string>(count - (stats[i]!.get(name) ?? 0)).fill(name))
      .sort(),
  );
}

/** How often each command was called, scripts included. */
function calls(info: unknown): Map<string, number> {
  return new Map(
    [...String(info).matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)].map(([, name, count]) => [
      name!,
      Number(count),
    ]),
  );
}
