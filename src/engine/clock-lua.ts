import type { Arg, Command } from './port.ts';

// The held clock's scripts. KEYS[1] holds the notes (parkedKey), KEYS[2] is the clock, the limiters' keys follow.

/**
 * Before Valkey and Redis 7.2 time goes on inside MULTI/EXEC: a key with 1 ms to live would be gone before its script saw it.
 * There, the last moments of a key get a second on top, and what still expires at that very instant was not touched.
 */
const loans = `
local loan = (redis.REDIS_VERSION_NUM or 0) < 0x00070200 and 1000 or 0
local function expireAt(key, at, left)
  if left < 100 and loan > 0 then
    at = at + loan
    redis.call('HSET', KEYS[1], '@lent ' .. key, string.format('%.0f', at))
  end
  redis.call('PEXPIREAT', key, string.format('%.0f', at))
end
local function expiresAt(key)
  local at = redis.call('PEXPIRETIME', key)
  local lent = loan > 0 and redis.call('HGET', KEYS[1], '@lent ' .. key)
  if lent then redis.call('HDEL', KEYS[1], '@lent ' .. key) end
  return lent and tonumber(lent) == at and at - loan or at
end`;

/**
 * Gives each key the TTL that it has at the held instant, or drops it where that has passed. Leaves a note for `park` of
 * the real instant, in ms, that the held one stands for.
 */
export const unpark = `${loans}
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 3, #KEYS do
  local deadline = redis.call('HGET', KEYS[1], KEYS[i])
  if deadline then
    local left = tonumber(deadline) - tonumber(ARGV[1])
    if left > 0 then
      expireAt(KEYS[i], real + left, left)
    else
      redis.call('DEL', KEYS[i])
      redis.call('HDEL', KEYS[1], KEYS[i])
    end
  end
end
redis.call('HSET', KEYS[1], '@real', string.format('%.0f', real))`;

/**
 * Notes when each key would expire on the held clock, and lets it outlive that physically: for a day, but never for
 * longer than the clock itself is held. KEYS[2] is the clock; `real` the instant that the held one stands for.
 */
const parkAll = `${loans}
local keep = math.min(tonumber(ARGV[2]), redis.call('PTTL', KEYS[2]))
for i = 3, #KEYS do
  local at = expiresAt(KEYS[i])
  if at >= 0 then
    redis.call('HSET', KEYS[1], KEYS[i], string.format('%.0f', tonumber(ARGV[1]) + at - real))
    redis.call('PEXPIRE', KEYS[i], string.format('%.0f', keep))
  else
    redis.call('HDEL', KEYS[1], KEYS[i])
  end
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', keep))`;
/** The same, at the end of what `unpark` began. */
export const park = `
local real = tonumber(redis.call('HGET', KEYS[1], '@real'))
redis.call('HDEL', KEYS[1], '@real')
${parkAll}`;

/**
 * From one held instant, ARGV[1], to a later one, ARGV[2]: what `park` and `unpark` would do, without the notes in between.
 * Only between the two: `park` brings the notes up to date.
 */
export const advance = `${loans}
local real = tonumber(redis.call('HGET', KEYS[1], '@real'))
local time = redis.call('TIME')
local later = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 3, #KEYS do
  local at = expiresAt(KEYS[i])
  if at >= 0 then
    local left = tonumber(ARGV[1]) + at - real - tonumber(ARGV[2])
    if left > 0 then
      expireAt(KEYS[i], later + left, left)
    else
      redis.call('DEL', KEYS[i])
    end
  end
end
redis.call('HSET', KEYS[1], '@real', string.format('%.0f', later))`;

/** Stops the clock, unless it stands already, and parks the TTLs that run at the same instant. Answers with that instant. */
export const hold = `
local held = redis.call('GET', KEYS[2])
if held then return held end
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
local now = ARGV[1] ~= '' and ARGV[1] or string.format('%.0f', real)
redis.call('SET', KEYS[2], now, 'PX', ARGV[3])
ARGV[1] = now
${parkAll}
return now`;

/** Deletes keys whose deadline has passed: asked again, for somebody may have jumped meanwhile. Without KEYS[2], the clock. */
export const reap = `
for i = 2, #KEYS do
  local deadline = redis.call('HGET', KEYS[1], KEYS[i])
  if deadline and tonumber(deadline) <= tonumber(ARGV[1]) then
    redis.call('DEL', KEYS[i])
    redis.call('HDEL', KEYS[1], KEYS[i])
  end
end`;

/** An EVAL of one of these. */
export const script = (text: string, keys: readonly string[], ...args: Arg[]): Command => [
  'EVAL',
  text,
  keys.length,
  ...keys,
  ...args,
];
