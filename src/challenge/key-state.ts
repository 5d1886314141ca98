import type { Reply } from '../engine/port.ts';
import { duration } from '../view/format.ts';

/** How many elements of a collection are shown. */
const shown = 3;

/** What a sequence's keys hold: for each its type, its size, some of its content, and its TTL. */
export const stateLua = `
local states = {}
for index, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  local size, content = 0, {}
  if kind == 'string' then
    size, content = redis.call('STRLEN', key), { redis.call('GETRANGE', key, 0, 79) }
  elseif kind == 'hash' then
    size = redis.call('HLEN', key)
    if size <= 8 then content = redis.call('HGETALL', key) end
  elseif kind == 'zset' then
    size, content = redis.call('ZCARD', key), redis.call('ZRANGE', key, 0, ${shown - 1})
  elseif kind == 'list' then
    size, content = redis.call('LLEN', key), redis.call('LRANGE', key, 0, ${shown - 1})
  elseif kind == 'set' then
    size = redis.call('SCARD', key)
  elseif kind == 'stream' then
    size = redis.call('XLEN', key)
  end
  states[index] = { kind, size, content, redis.call('PTTL', key) }
end
return states`;

/** `ZSET of 2: 1700…, 1700…; TTL 60 s`, a line for each key; where there are several, their names lead. */
export function stateLines(keys: readonly string[], reply: Reply, named = keys.length > 1): string[] {
  const states = reply as [string, number, string[], number][];
  return states.map(([kind, size, content, ttl], index) => {
    const text =
      kind === 'none'
        ? 'no key'
        : `${contentText(kind, size, content)}; ${ttl < 0 ? 'no TTL' : `TTL ${duration(ttl)}`}`;
    return named ? `${keys[index]!.split(':').at(-1)}: ${text}` : text;
  });
}

function contentText(kind: string, size: number, content: string[]): string {
  if (kind === 'string') return `"${content[0]!}${size > 80 ? '…' : ''}"`;
  if (kind === 'hash') {
    if (!content.length) return `hash of ${size}`;
    const pairs = content.flatMap((field, at) =>
      at % 2 ? [] : [`${clipped(field)}=${clipped(content[at + 1]!)}`],
    );
    return `hash ${pairs.join(' ')}`;
  }
  const some = content.map(clipped).join(', ');
  return `${kind} of ${size}${some && `: ${some}${size > shown ? ', …' : ''}`}`;
}

function clipped(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
