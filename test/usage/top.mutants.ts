import type { Mutant } from '../lua/mutate.ts';

const takesOver = "redis.call('ZADD', counts, int(smallest[2] + jumps[i]), ship)";
const note = "      redis.call('HSET', errors, ship, int(smallest[2]))\n";
const forget = "      redis.call('HDEL', errors, smallest[1])\n";
const room = 'elseif ships < keep then';
const expire = "redis.call('PEXPIRE', counts, ttl)";
const expireErrors = "redis.call('PEXPIRE', errors, ttl)";
const ttl = 'began + slots * slot_ms - now';

/** Mistakes that are easily made in Space-Saving, and in slots of time. */
export const topMutants: readonly Mutant[] = [
  ['a newcomer begins at its own count', takesOver, takesOver.replace('smallest[2] + ', '')],
  ['a newcomer has no error', note, ''],
  ['the error is what the newcomer made', note, note.replace('int(smallest[2])', 'int(jumps[i])')],
  ['the errors of those who left stay', forget, ''],
  ['the largest is taken over', "redis.call('ZPOPMIN', counts)", "redis.call('ZPOPMAX', counts)"],
  ['one ship too many', room, room.replace('<', '<=')],
  ['one ship too few', room, 'elseif ships < keep - 1 then'],
  ['the list grows', room, 'elseif true then'],
  ['ships are not counted', '      ships = ships + 1\n', ''],
  [
    'jumps count once',
    "redis.call('ZINCRBY', counts, int(jumps[i]), ship)",
    "redis.call('ZINCRBY', counts, 1, ship)",
  ],
  ['no jumps are a visit', '  if jumps[i] > 0 then\n', '  if true then\n'],
  ['the counts have no TTL', expire, ''],
  ['the errors have no TTL', expireErrors, ''],
  ['the TTL is renewed with every call', 'if begins then\n  local ttl', 'if true then\n  local ttl'],
  ['the TTL does not know when the slot began', ttl, 'slots * slot_ms'],
  ['the TTL is one slot', ttl, 'began + slot_ms - now'],
  ['believes a clock that steps back', 'began = math.max(began, newest)', 'began = math.max(began, 0)'],
  ['slots stay where they are', 'for i = slots, 2, -1 do', 'for i = slots, 3, -1 do'],
  ['slots move in the wrong order', 'for i = slots, 2, -1 do', 'for i = 2, slots do'],
  ['the new slot keeps what the last one had', "  redis.call('DEL', counts, errors)\n", ''],
  ['the total goes on', 'if not begins then\n', 'if stored[3] then\n'],
  ['the total is of this call', 'total = stored[3] + added', 'total = added'],
  ['a slot changes how many it keeps', '  keep = tonumber(stored[2])\n', ''],
  [
    'large numbers lose digits',
    "return string.format('%.0f', number)",
    "return string.format('%.14g', number)",
  ],
  ['the server’s clock in seconds', 'time[1] * 1000 + math.floor(time[2] / 1000)', 'tonumber(time[1])'],
  ['any text is a number', "string.match(text or '', '^%d+$') and tonumber(text)", "tonumber(text or '')"],
  ['any text is a ship', "not string.match(ship, '^[%w._-]+$')", "ship == ''"],
  ['a ship of any length', '#ship > 64', '#ship > 640'],
  ['any number of ships', 'if #ARGV > 2003 then', 'if false then'],
  ['one ship fewer than promised', 'if #ARGV > 2003 then', 'if #ARGV > 2001 then'],
  ['a total beyond 2^52', 'if total > MAX_EXACT then', 'if false then'],
  ['an instant whose slots leave 2^52', 'if began + slots * slot_ms > MAX_EXACT then', 'if false then'],
  [
    'a list without its notes goes on',
    'tonumber(stored[1] or -1) or -1',
    'tonumber(stored[1] or began) or -1',
  ],
  ['notes without a list go on', 'ships > 0 and tonumber', 'tonumber'],
  ['a call without jumps begins a slot', 'if added == 0 then return { began, total } end', ''],
  ['as many keys as it likes', 'if #KEYS < 2 or #KEYS % 2 == 1 then', 'if false then'],
];
