-- hyperdrive: challenge=shared-limits
--
-- A fixed window called twice, first for the starbase and then for the fleet. Each call is right. Both together are not.
--
-- KEYS[1]  the ship at this starbase: a hash of `window` (the instant it began) and `used` (units admitted in it)
-- KEYS[2]  the ship everywhere: the same
-- ARGV[1]  limit             units per period at this starbase
-- ARGV[2]  period_ms         length of the period
-- ARGV[3]  cost              units wanted; 0 only looks
-- ARGV[4]  now_ms            '' = the server's clock
-- ARGV[5]  shared_limit      units per shared period everywhere
-- ARGV[6]  shared_period_ms  length of the shared period
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included

local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local limit = whole(ARGV[1], 1, MAX_EXACT)
local period = whole(ARGV[2], 1, MAX_EXACT)
local cost = whole(ARGV[3], 0, MAX_EXACT)
local shared_limit = whole(ARGV[5], 1, MAX_EXACT)
local shared_period = whole(ARGV[6], 1, MAX_EXACT)
if not limit then return redis.error_reply('ERR limit must be a whole number from 1 to 2^52') end
if not period then return redis.error_reply('ERR period_ms must be a whole number from 1 to 2^52') end
if not cost then return redis.error_reply('ERR cost must be a whole number from 0 to 2^52') end
if not shared_limit then return redis.error_reply('ERR shared_limit must be a whole number from 1 to 2^52') end
if not shared_period then return redis.error_reply('ERR shared_period_ms must be a whole number from 1 to 2^52') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

-- Mission 1's fixed window, as a function.
local function jump(key, limit, period)
  local stored = redis.call('HMGET', key, 'window', 'used')
  local newest = tonumber(stored[1] or 0)
  local at = math.max(now, newest) -- a clock that steps back does not bring an old window back
  local window = at - at % period
  local used = newest >= window and tonumber(stored[2] or 0) or 0 -- what an older window used is forgotten
  local ends_in = window + period - now
  local fits = used + cost <= limit
  if cost > 0 and fits then
    used = used + cost
    redis.call('HSET', key, 'window', int(window), 'used', int(used))
    redis.call('PEXPIRE', key, int(ends_in))
  end
  local remaining = math.max(0, limit - used)
  local reset_after = used > 0 and ends_in or 0
  if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
  return { 0, remaining, cost > limit and -1 or ends_in, reset_after }
end

local here = jump(KEYS[1], limit, period)
if here[1] == 0 then return here end
return jump(KEYS[2], shared_limit, shared_period)
