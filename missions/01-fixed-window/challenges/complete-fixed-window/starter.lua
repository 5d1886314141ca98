-- hyperdrive: challenge=complete-fixed-window
--
-- Fixed window: at most `limit` units in each window. Windows are aligned to the clock: with a period of
-- 60000 a new one begins on every minute. Cheap, but twice the limit can pass around a border.
--
-- KEYS[1]  the limiter's key: a hash of `window` (the instant it began) and `used` (units admitted in it)
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }
--
-- It counts in windows of this period: with another period use another key.

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included

local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local key = KEYS[1]
local limit = whole(ARGV[1], 1, MAX_EXACT)
local period = whole(ARGV[2], 1, MAX_EXACT)
local cost = whole(ARGV[3], 0, MAX_EXACT)
if not limit then return redis.error_reply('ERR limit must be a whole number from 1 to 2^52') end
if not period then return redis.error_reply('ERR period_ms must be a whole number from 1 to 2^52') end
if not cost then return redis.error_reply('ERR cost must be a whole number from 0 to 2^52') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

-- A clock that steps back counts as no time passed: it does not bring an old window back.
local stored = redis.call('HMGET', key, 'window', 'used')
local newest = tonumber(stored[1] or 0)
local at = math.max(now, newest)
if at + period > MAX_EXACT then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

-- TODO: the instant at which the window of `at` began. Windows are aligned to the clock.
local window = at
-- TODO: 0 where that was used in an older window.
local used = tonumber(stored[2] or 0)
local ends_in = window + period - now
local fits = used + cost <= limit

if cost > 0 and fits then
  used = used + cost
  redis.call('HSET', key, 'window', int(window), 'used', int(used))
  -- TODO: give the key a TTL. It may go when the window ends.
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and ends_in or 0
if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
return { 0, remaining, cost > limit and -1 or ends_in, reset_after }
