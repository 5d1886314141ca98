-- hyperdrive: challenge=complete-sliding-window-log
--
-- Sliding window log: at most `limit` units in any `period_ms`, exact to the millisecond.
-- It remembers every admitted unit, so its memory grows with the limit: no more than 10,000.
--
-- KEYS[1]  the limiter's key: a sorted set, one member per admitted unit, scored with its time
-- ARGV[1]  limit      units per period, 1 to 10,000
-- ARGV[2]  period_ms  length of the window
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
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

local key = KEYS[1]
local limit = whole(ARGV[1], 1, 10000)
local period = whole(ARGV[2], 1, MAX_EXACT)
local cost = whole(ARGV[3], 0, MAX_EXACT)
if not limit then return redis.error_reply('ERR limit must be a whole number from 1 to 10000') end
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

-- A clock that steps back counts as no time passed: decide at the newest instant we have seen.
local newest = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
local at = math.max(now, tonumber(newest[2] or 0))
if at + period > MAX_EXACT then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

-- A unit admitted at t frees at t + period, so '(' leaves out the units that are exactly one period old.
-- TODO: it does not leave them out yet.
local live_from = int(at - period)
local used = redis.call('ZCOUNT', key, live_from, '+inf')
local missing = used + cost - limit -- units that must free before this jump fits

if cost > 0 and missing <= 0 then
  redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))
  -- Two units in one millisecond need two names: a member can be in a set only once.
  -- TODO: begin where the newest member left off, if it stands at this instant. Its name is newest[1], its time
  -- newest[2].
  local sequence = 0
  for unit = 1, cost do
    redis.call('ZADD', key, int(at), int(at) .. '-' .. string.format('%05d', sequence + unit))
  end
  used = used + cost
  newest = { '', at }
  redis.call('PEXPIRE', key, int(at + period - now))
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and newest[2] + period - now or 0
if cost == 0 or missing <= 0 then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end

-- Room comes when the `missing` oldest units have left: the last of those is the one to wait for.
-- TODO: LIMIT takes how many to skip, and how many to tell. This tells the oldest, which is one too early for a cost
-- of 2.
local last = redis.call('ZRANGEBYSCORE', key, live_from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
return { 0, remaining, last[2] + period - now, reset_after }
