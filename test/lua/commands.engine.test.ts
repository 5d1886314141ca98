import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';

const engine = await openEngine('url', parseServerUrl(inject('engineUrl')));
afterAll(() => engine.close());
const script = readFileSync(join(import.meta.dirname, '../../lua/sliding-window-log.lua'), 'utf8');
const key = `hyperdrive:commands-${process.pid}:enterprise`;

/** How often each command was called, scripts included. */
function calls(info: unknown): Map<string, number> {
  return new Map(
    [...String(info).matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)].map(([, name, count]) => [
      name!,
      Number(count),
    ]),
  );
}

/** The commands that each jump at a limit of 1 ran, in one transaction, where nobody else's are counted. */
async function commandsOf(costs: readonly number[]): Promise<Record<string, number>[]> {
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
    Object.fromEntries(
      [...stats[i + 1]!]
        .map(([name, count]) => [name, count - (stats[i]!.get(name) ?? 0)] as const)
        .filter(([name, count]) => count > 0 && name !== 'info' && name !== 'eval'),
    ),
  );
}

describe.runIf(engine.capabilities.object)('the sliding window log [needs object]', () => {
  it('takes six commands to admit, four to deny, three to look, as the lesson says', async () => {
    const [admitted, denied, look] = await commandsOf([1, 1, 0]);
    expect(admitted).toEqual({ time: 1, zrange: 1, zcount: 1, zremrangebyscore: 1, zadd: 1, pexpire: 1 });
    expect(denied).toEqual({ time: 1, zrange: 1, zcount: 1, zrangebyscore: 1 });
    expect(look).toEqual({ time: 1, zrange: 1, zcount: 1 });
  });
});
