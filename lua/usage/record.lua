-- Usage of one ship: how many of its jumps were allowed, and how many denied, minute by minute. The denials of a limiter
-- write nothing, so whoever wants to know of them counts them here, behind the decision.
--
-- KEYS[1]  the ship's usage: a hash of at most `minutes` minutes, each under the instant at which it began, as
--          "allowed denied" (1700000040000 → 5 2), and `newest`, the latest of them
-- ARGV[1]  allowed  jumps that were allowed; 0 and 0 only look
-- ARGV[2]  denied   jumps that were denied
-- ARGV[3]  minutes  how many are kept, the current one among them: 1 to 1440
-- ARGV[4]  now_ms   '' = the server's clock
-- reply    { minute_ms, allowed, denied }: the minute that was counted in, and what it holds now
--
-- Many callers at a busy place add up for a second and call once: that is why counts are numbers. The list of top talkers
-- is one key for all ships. On a cluster it has a slot of its own, and a script runs in one slot: so it is another
-- script, top.lua, and another call.
--
-- Who keeps fewer minutes than before: what is too much goes when the next minute begins.

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included
local MINUTE = 60000

local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local key = KEYS[1]
local allowed = whole(ARGV[1], 0, MAX_EXACT)
local denied = whole(ARGV[2], 0, MAX_EXACT)
local minutes = whole(ARGV[3], 1, 1440)
if not allowed then return redis.error_reply('ERR allowed must be a whole number from 0 to 2^52') end
if not denied then return redis.error_reply('ERR denied must be a whole number from 0 to 2^52') end
if not minutes then return redis.error_reply('ERR minutes must be a whole number from 1 to 1440') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

local minute = now - now % MINUTE
local keep_ms = minutes * MINUTE
if minute + keep_ms > MAX_EXACT then return redis.error_reply('ERR now_ms must be 2^52 - minutes at most') end

local stored = redis.call('HMGET', key, 'newest', int(minute))
local newest, counts = tonumber(stored[1] or -1), stored[2]
if not newest then return redis.error_reply('ERR the key holds no usage') end
-- A clock that steps back counts as no time passed: the newest minute goes on.
if newest > minute then
  minute = newest
  counts = redis.call('HGET', key, int(minute))
end

local allowed_so_far, denied_so_far = string.match(counts or '0 0', '^(%d+) (%d+)$')
if not allowed_so_far then return redis.error_reply('ERR the key holds no usage') end
local allowed_now, denied_now = allowed_so_far + allowed, denied_so_far + denied
if allowed_now > MAX_EXACT then
  return redis.error_reply('ERR allowed must be 2^52 at most, with what the minute holds')
end
if denied_now > MAX_EXACT then
  return redis.error_reply('ERR denied must be 2^52 at most, with what the minute holds')
end

if allowed + denied > 0 then
  local value = int(allowed_now) .. ' ' .. int(denied_now)
  if minute > newest then
    -- Once a minute: what is too old goes, and the key lives for as long as this minute is kept.
    local old = {}
    for _, field in ipairs(redis.call('HKEYS', key)) do
      local began = tonumber(field) -- nil for `newest`
      if began and began <= minute - keep_ms then old[#old + 1] = field end
    end
    redis.call('HSET', key, int(minute), value, 'newest', int(minute))
    redis.call('PEXPIRE', key, int(minute + keep_ms - now))
    if #old > 0 then redis.call('HDEL', key, unpack(old)) end
  else
    redis.call('HSET', key, int(minute), value)
  end
end

return { minute, allowed_now, denied_now }
