-- hyperdrive: challenge=emergency-bursts
--
-- A token bucket with a reserve: an emergency that finds too little in the bucket takes all it needs from the reserve.
--
-- KEYS[1]  the bucket: a hash of `credit` and `at`, the instant it was counted
-- KEYS[2]  the reserve: the same
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   tokens that the bucket holds; absent or '' = limit
-- ARGV[6]  kind       normal or emergency
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }
--
-- Credit is tokens x period: then a millisecond adds exactly `limit`, and no fraction of a token is ever lost.

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included
local RESERVE = 3 -- units that the reserve holds, and that refill in RESERVE_PERIOD
local RESERVE_PERIOD = 60000

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
local kind = ARGV[6]
if not limit then return redis.error_reply('ERR limit must be a whole number from 1 to 2^52') end
if not period then return redis.error_reply('ERR period_ms must be a whole number from 1 to 2^52') end
if not cost then return redis.error_reply('ERR cost must be a whole number from 0 to 2^52') end
if limit * period > MAX_EXACT then return redis.error_reply('ERR limit must be 2^52 / period_ms at most') end

local capacity = limit
if ARGV[5] and ARGV[5] ~= '' then capacity = whole(ARGV[5], 1, MAX_EXACT) end
if not capacity then return redis.error_reply('ERR capacity must be empty or a whole number from 1 to 2^52') end
if capacity * period > MAX_EXACT then return redis.error_reply('ERR capacity must be 2^52 / period_ms at most') end
if kind ~= 'normal' and kind ~= 'emergency' then return redis.error_reply('ERR kind must be normal or emergency') end

local now
if not ARGV[4] or ARGV[4] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

-- What is in a bucket right now. Both are of the same kind, so both are read by the same lines.
local function open(key, limit, period, capacity)
  local stored = redis.call('HMGET', key, 'credit', 'at')
  -- A clock that steps back counts as no time passed.
  local at = math.max(now, tonumber(stored[2] or 0))
  local full = capacity * period
  local credit = full -- nobody has taken any yet
  if stored[1] then credit = math.min(full, stored[1] + (at - stored[2]) * limit) end
  return { key = key, limit = limit, period = period, at = at, full = full, credit = credit }
end

-- The wait until a bucket has that much credit; math.huge where it never will.
local function wait_for(bucket, credit)
  if credit > bucket.full then return math.huge end
  if credit <= bucket.credit then return 0 end
  return bucket.at + math.ceil((credit - bucket.credit) / bucket.limit) - now
end

local function take(bucket)
  bucket.credit = bucket.credit - cost * bucket.period
  redis.call('HSET', bucket.key, 'credit', int(bucket.credit), 'at', int(bucket.at))
  -- A full bucket needs no memory: it is what a missing key means.
  redis.call('PEXPIRE', bucket.key, int(wait_for(bucket, bucket.full)))
end

-- The buckets that this jump may take from, in this order. To a normal jump the reserve does not exist.
local bucket = open(KEYS[1], limit, period, capacity)
if bucket.at + math.ceil(bucket.full / limit) > MAX_EXACT then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end
local sources = { bucket }
if kind == 'emergency' then sources[2] = open(KEYS[2], RESERVE, RESERVE_PERIOD, RESERVE) end

-- The first that has all of it gives all of it. Nothing is put together from two.
local allowed = cost == 0
for _, source in ipairs(sources) do
  if not allowed and cost * source.period <= source.credit then
    take(source)
    allowed = true
  end
end

local remaining, retry_after, reset_after = 0, math.huge, 0
for _, source in ipairs(sources) do
  remaining = math.max(remaining, math.floor(source.credit / source.period))
  retry_after = math.min(retry_after, wait_for(source, cost * source.period))
  reset_after = math.max(reset_after, wait_for(source, source.full))
end
if allowed then return { 1, remaining, 0, reset_after } end
if retry_after == math.huge then return { 0, remaining, -1, reset_after } end
return { 0, remaining, retry_after, reset_after }
