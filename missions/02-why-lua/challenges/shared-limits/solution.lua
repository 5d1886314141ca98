-- hyperdrive: challenge=shared-limits
--
-- Two fixed windows, one of the starbase and one of the fleet: a jump needs room in both, or takes it from neither.
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

-- How one window stands right now. It only reads.
local function open(key, limit, period)
  local stored = redis.call('HMGET', key, 'window', 'used')
  local newest = tonumber(stored[1] or 0)
  local at = math.max(now, newest) -- a clock that steps back does not bring an old window back
  local begin = at - at % period
  local used = newest >= begin and tonumber(stored[2] or 0) or 0 -- what an older window used is forgotten
  return { key = key, limit = limit, begin = begin, used = used, ends_at = begin + period }
end

local windows = { open(KEYS[1], limit, period), open(KEYS[2], shared_limit, shared_period) }
if windows[1].ends_at > MAX_EXACT then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end
if windows[2].ends_at > MAX_EXACT then
  return redis.error_reply('ERR shared_period_ms must be 2^52 - now_ms at most')
end

-- First ask both. Only a window that has no room makes the jump wait, and the last of them decides how long.
local retry_after = 0
for _, window in ipairs(windows) do
  if cost > window.limit then
    retry_after = math.huge
  elseif cost > 0 and window.used + cost > window.limit then
    retry_after = math.max(retry_after, window.ends_at - now)
  end
end

-- Then take from both, or from neither.
if cost > 0 and retry_after == 0 then
  for _, window in ipairs(windows) do
    window.used = window.used + cost
    redis.call('HSET', window.key, 'window', int(window.begin), 'used', int(window.used))
    redis.call('PEXPIRE', window.key, int(window.ends_at - now))
  end
end

local remaining, reset_after = math.huge, 0
for _, window in ipairs(windows) do
  remaining = math.min(remaining, math.max(0, window.limit - window.used))
  if window.used > 0 then reset_after = math.max(reset_after, window.ends_at - now) end
end
if retry_after == 0 then return { 1, remaining, 0, reset_after } end
if retry_after == math.huge then return { 0, remaining, -1, reset_after } end
return { 0, remaining, retry_after, reset_after }
