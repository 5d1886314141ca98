-- hyperdrive: challenge=complete-gcra
--
-- GCRA, the generic cell rate algorithm: a token bucket in one number, the theoretical arrival time. That is the
-- instant at which the bucket would be full again; each unit moves it on by period / limit.
--
-- KEYS[1]  the limiter's key: that instant, in ms and a fraction, such as 1700000008571+3/7
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   units that may come at once; absent or '' = limit
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }
--
-- Most periods do not divide by their limit: 60000 / 7 is 8571 and 3/7. The fraction is kept, so nothing drifts.

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
if now + math.ceil(full / limit) > MAX_EXACT then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

-- No instant of the last jump is remembered: after a clock stepped back, this denies until it has caught up.
local stored = redis.call('GET', key)
local arrival, part = now, 0
if stored then
  local ms, parts, of = string.match(stored, '^(%d+)%+(%d+)/(%d+)$')
  if not ms then return redis.error_reply('ERR the key holds no arrival time') end
  ms, parts = tonumber(ms), tonumber(parts)
  -- Another limit counts in other fractions: the next whole millisecond is never too early.
  if tonumber(of) ~= limit then ms, parts = ms + math.ceil(parts / of), 0 end
  -- TODO: take ms and parts for the arrival time, unless that instant has passed: then the bucket is full, as it is
  -- now.
end

-- How long until `cost` more units are not more than a bucketful ahead of now.
local price = cost * period
local wait = arrival - now + math.ceil((part + price - full) / limit)
local fits = wait <= 0

if cost > 0 and fits then
  -- TODO: this rounds every jump up to whole milliseconds. Keep the fraction in `part`: `limit` of it are a
  -- millisecond.
  arrival = arrival + math.ceil(price / limit)
  local value = int(arrival) .. '+' .. int(part) .. '/' .. int(limit)
  redis.call('SET', key, value, 'PX', int(arrival - now + math.ceil(part / limit)))
end

local ahead = (arrival - now) * limit + part -- what is missing in the bucket, in units x period_ms
local remaining = math.max(0, math.floor((full - ahead) / period))
local reset_after = arrival - now + math.ceil(part / limit)
if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
if cost > capacity then return { 0, remaining, -1, reset_after } end
-- TODO: the shortest wait that helps. The bucket need not be full.
return { 0, remaining, reset_after, reset_after }
