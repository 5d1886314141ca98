-- hyperdrive: challenge=complete-sliding-window-counter
--
-- Sliding window counter: a sliding window estimated from two counters. It adds the units of this window, and those of
-- the previous one times the part of it that the sliding window still covers, as if they had come evenly.
--
-- KEYS[1]  the limiter's key: a hash of `at` (the newest admission), and the units `current` and `previous`
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
if limit * period > MAX_EXACT then return redis.error_reply('ERR limit must be 2^52 / period_ms at most') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

-- A clock that steps back counts as no time passed: decide at the newest instant we have seen.
local stored = redis.call('HMGET', key, 'at', 'current', 'previous')
local newest = tonumber(stored[1] or 0)
local at = math.max(now, newest)
if at + 2 * period > MAX_EXACT then -- what comes now is counted until the next window has ended
  return redis.error_reply('ERR period_ms must be (2^52 - now_ms) / 2 at most')
end

local window = at - at % period
local left = window + period - at -- how much of the previous window the sliding one still covers
local current = tonumber(stored[2] or 0)
local previous = tonumber(stored[3] or 0)
if newest < window then -- a border, or several, since then
  -- TODO: after a longer pause nothing is left of it: 0 where `newest` is older than the window before.
  previous = current
  current = 0
end

-- previous * left / period + current + cost <= limit, times the period: whole numbers do not drift.
local free = limit - current - cost
-- TODO: this forgets the window before.
local fits = free >= 0

if cost > 0 and fits then
  current = current + cost
  redis.call('HSET', key, 'at', int(at), 'current', int(current), 'previous', int(previous))
  -- This window counts until the next one has ended.
  redis.call('PEXPIRE', key, int(window + 2 * period - now))
end

local remaining = math.max(0, math.floor(((limit - current) * period - previous * left) / period))
local reset_after = 0
if previous > 0 then reset_after = window + period - now end
if current > 0 then reset_after = window + 2 * period - now end
if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end

-- The same inequality, solved for the instant. Where this window alone leaves no room, it must become the previous one.
local window_ends = window + period
if free < 0 then
  -- TODO: this tells when this window has stopped to count altogether, but the jump fits sooner. In the next window
  -- this one is the window before: put its count into `previous`, what is then free into `free`, its end into
  -- window_ends.
  return { 0, remaining, window_ends + period - now, reset_after }
end
return { 0, remaining, window_ends - math.floor(free * period / previous) - now, reset_after }
