-- hyperdrive: challenge=complete-leaky-bucket-queue
--
-- Leaky bucket as a queue: a shaper. Jumps leave one after the other, `limit` units per period, however they arrive;
-- up to `capacity` units may be queued. The script only tells each its turn: the caller waits `delay_ms`, then goes.
--
-- KEYS[1]  the limiter's key: a hash of `backlog` and `at`, the instant it was measured
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   units that the bucket holds; absent or '' = limit
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms, delay_ms }, the last 0 when denied
--
-- The backlog is units x period_ms: then a millisecond drains exactly `limit`, and no fraction is ever lost.
-- It is counted in the period's milliseconds: with another period use another key.

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

local capacity = limit
if ARGV[5] and ARGV[5] ~= '' then capacity = whole(ARGV[5], 1, MAX_EXACT) end
if not capacity then return redis.error_reply('ERR capacity must be empty or a whole number from 1 to 2^52') end
if capacity * period > MAX_EXACT then return redis.error_reply('ERR capacity must be 2^52 / period_ms at most') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

local full = capacity * period
local stored = redis.call('HMGET', key, 'backlog', 'at')
-- A clock that steps back counts as no time passed.
local at = math.max(now, tonumber(stored[2] or 0))
if at + math.ceil(full / limit) > MAX_EXACT then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to drain before 2^52')
end

local backlog = 0
if stored[1] then backlog = math.max(0, stored[1] - (at - stored[2]) * limit) end
local poured = cost * period
local fits = backlog + poured <= full

-- What is before it in the queue must leave first. A look is told what it would have to wait.
-- TODO: how long that takes, in milliseconds from the caller's now. `limit` of the backlog leaves in each.
local delay = 0

if cost > 0 and fits then
  backlog = backlog + poured
  redis.call('HSET', key, 'backlog', int(backlog), 'at', int(at))
  -- TODO: an empty queue needs no memory, so the key may go then. Is the queue empty when this jump's turn comes?
  redis.call('PEXPIRE', key, int(math.max(1, delay)))
end

local remaining = math.max(0, math.floor((full - backlog) / period))
local reset_after = at + math.ceil(backlog / limit) - now
if cost == 0 or fits then return { 1, remaining, 0, reset_after, delay } end
if cost > capacity then return { 0, remaining, -1, reset_after, 0 } end
-- TODO: who is denied has no turn in this queue, and is not to be told one.
return { 0, remaining, at + math.ceil((backlog + poured - full) / limit) - now, reset_after, delay }
