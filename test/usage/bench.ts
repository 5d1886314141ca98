/** Calls of a usage script on keys of this file's own, and what they leave. Import it from test files alone. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { partKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Reply } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { contentLua, parkedTtlMs, timeStandsStill } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

export const engine = await openEngine('url', parseServerUrl(engineUrl));
export const prefix = prefixOf(`t-usage-lua-${process.pid}`);
export const lookAlike = engine.server.name === 'look-alike';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const allKeys = names.map((name) => partKey(prefix, 'bench', name));
/** Where time goes on inside MULTI/EXEC a TTL may be read a little late. */
const slackMs = (await timeStandsStill(engine, allKeys[0]!)) ? 0 : 2_000;

afterAll(async () => {
  await engine.call('UNLINK', ...allKeys);
  engine.close();
});

/** So many keys, all in one slot of a cluster. */
export const keysOf = (count: number): string[] => allKeys.slice(0, count);

export function readUsageLua(name: 'record' | 'top'): string {
  return readFileSync(new URL(`../../lua/usage/${name}.lua`, import.meta.url), 'utf8');
}

/** What a key holds; `set` where the call gave it this TTL, -1 where it has none. */
export interface KeyAfter {
  content: Reply;
  ttlMs: number | 'unchanged';
}

export interface CallAfter {
  reply: Reply | Error;
  keys: KeyAfter[];
}

/**
 * Runs `calls`, each told as its ARGV, from empty keys, or those that `before` fills, as one MULTI/EXEC, and leaves nothing
 * behind. Every key has a long TTL before each call: nothing expires in real time while a trace runs in its own.
 */
export async function runCalls(
  text: string,
  keys: readonly string[],
  calls: readonly (readonly string[])[],
  before: readonly (readonly string[])[] = [],
): Promise<CallAfter[]> {
  const sha = createHash('sha1').update(text).digest('hex');
  const park = keys.map((key) => ['PEXPIRE', key, parkedTtlMs]);
  const dump = `${contentLua}
    local all = {}
    for i, key in ipairs(KEYS) do all[i] = { content(key), redis.call('PTTL', key) } end
    return all`;
  const each = park.length + 2;
  const commands = [
    ['DEL', ...keys],
    ['SCRIPT', 'LOAD', text],
    ...before,
    ...calls.flatMap((argv) => [
      ...park,
      ['EVALSHA', sha, keys.length, ...keys, ...argv],
      ['EVAL', dump, keys.length, ...keys],
    ]),
    ['DEL', ...keys],
  ];
  const replies = await engine.watched([], async () => commands);
  return calls.map((_, i) => {
    const at = 2 + before.length + i * each + park.length;
    const dumped = replies[at + 1]!;
    if (dumped instanceof Error) throw dumped;
    return {
      reply: replies[at]!,
      keys: (dumped as [Reply, number][]).map(([content, ttlMs]) => ({
        content,
        ttlMs: ttlMs > parkedTtlMs - 3_600_000 ? 'unchanged' : ttlMs,
      })),
    };
  });
}

/** Whether a TTL is what it should be. */
export function sameTtl(got: KeyAfter['ttlMs'], wanted: KeyAfter['ttlMs']): boolean {
  if (typeof got === 'string' || typeof wanted === 'string') return got === wanted;
  return got <= wanted && got >= wanted - slackMs;
}

/** A flat reply of a hash, or of a sorted set with its scores. */
export function asMap(content: Reply): Record<string, string> {
  if (!Array.isArray(content)) return {};
  const found: Record<string, string> = {};
  for (let i = 0; i < content.length; i += 2) found[String(content[i])] = String(content[i + 1]);
  return found;
}

/** The same for the same entries, whatever their order. */
export const tidy = (map: Record<string, unknown>): string =>
  JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A claim about a script; it resolves to a counterexample, or null. */
export interface Law {
  name: string;
  counterexample(text: string, runs: number): Promise<string | null>;
}
