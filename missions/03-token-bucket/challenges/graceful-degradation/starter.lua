-- hyperdrive: challenge=graceful-degradation
--
-- One token bucket for all tiers. When it runs low the lower tiers are shed first: bronze must leave half of it, silver a
-- fifth, gold nothing. Who gets in is right. What the others are told is not.
--
-- KEYS[1]  the bucket: a hash of `credit` and `at`, the instant it was counted
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   tokens that the bucket holds; absent or '' = limit
-- ARGV[6]  tier       bronze, silver or gold
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }
--
-- Credit is tokens x period_ms: then a millisecond adds exactly `limit`, and no fraction of a token is ever lost.

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

-- Units that a jump must leave in the bucket, by its tier; whole ones, rounded up.
local KEPT = { bronze = math.ceil(capacity / 2), silver = math.ceil(capacity / 5), gold = 0 }
local kept = KEPT[ARGV[6]] -- nil where there is no such tier
if not kept then return redis.error_reply('ERR tier must be bronze, silver or gold') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

local full = capacity * period
local stored = redis.call('HMGET', key, 'credit', 'at')
-- A clock that steps back counts as no time passed.
local at = math.max(now, tonumber(stored[2] or 0))
if at + math.ceil(full / limit) > MAX_EXACT then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

local credit = full -- nobody has taken any yet
if stored[1] then credit = math.min(full, stored[1] + (at - stored[2]) * limit) end
local price = cost * period
local fits = price <= credit - kept * period

if cost > 0 and fits then
  credit = credit - price
  redis.call('HSET', key, 'credit', int(credit), 'at', int(at))
  -- A full bucket needs no memory: it is what a missing key means.
  redis.call('PEXPIRE', key, int(at + math.ceil((full - credit) / limit) - now))
end

local remaining = math.max(0, math.floor(credit / period) - kept)
local reset_after = credit < full and at + math.ceil((full - credit) / limit) - now or 0
if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
if cost > capacity then return { 0, remaining, -1, reset_after } end
return { 0, remaining, math.max(0, at + math.ceil((price - credit) / limit) - now), reset_after }
