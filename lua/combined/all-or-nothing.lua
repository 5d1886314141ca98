-- Several limits at once, all or nothing: 2 per second and 100 per day; a ship's own and one that the fleet shares. In
-- calls of their own, the first would charge for what the second denies. Here all are asked, and only then charged.
--
-- KEYS[1..n]  one key for each limit, 1 to 16: each is a GCRA, kept exactly as lua/gcra.lua keeps it
-- ARGV[1]     cost       units wanted, of every limit; 0 only looks
-- ARGV[2]     now_ms     '' = the server's clock
-- then three for each key, in the order of KEYS:
--             limit      units per period
--             period_ms  length of the period
--             capacity   units that may come at once; '' = limit
-- reply       { allowed, denied_by, retry_after_ms, then for each limit: remaining, retry_after_ms, reset_after_ms }
--
-- denied_by is the limit that makes the jump wait longest, counted from 1: the first of equals; 0 when allowed. What a limit
-- can never admit (-1) is the longest wait. Each limit tells its own wait: 0 where it would have admitted this jump.
--
-- A cluster runs a script only where all its keys are, so all must share a slot. What stands in braces decides the slot:
-- {enterprise}:per-second and {enterprise}:per-day share one. A limit that many ships share pulls their own limits along:
-- {fleet}:enterprise:per-second and {fleet}:everyone.

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included
local MOST_LIMITS = 16 -- nobody else is served while a script runs

local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local function nth(index)
  return index .. (({ 'st', 'nd', 'rd' })[index] or 'th')
end

-- The numbers of one limit; or nil, and what is wrong with them.
local function numbers_of(index)
  local of = ' of the ' .. nth(index) .. ' must be '
  local limit = whole(ARGV[3 * index], 1, MAX_EXACT)
  local period = whole(ARGV[3 * index + 1], 1, MAX_EXACT)
  if not limit then return nil, 'limit' .. of .. 'a whole number from 1 to 2^52' end
  if not period then return nil, 'period_ms' .. of .. 'a whole number from 1 to 2^52' end
  if limit * period > MAX_EXACT then return nil, 'limit' .. of .. '2^52 / period_ms at most' end

  local capacity = limit
  if ARGV[3 * index + 2] ~= '' then capacity = whole(ARGV[3 * index + 2], 1, MAX_EXACT) end
  if not capacity then return nil, 'capacity' .. of .. 'empty or a whole number from 1 to 2^52' end
  if capacity * period > MAX_EXACT then return nil, 'capacity' .. of .. '2^52 / period_ms at most' end
  return { key = KEYS[index], limit = limit, period = period, capacity = capacity, full = capacity * period }
end

if #KEYS < 1 or #KEYS > MOST_LIMITS then return redis.error_reply('ERR KEYS must be 1 to ' .. MOST_LIMITS .. ' keys') end
if #ARGV ~= 2 + 3 * #KEYS then
  return redis.error_reply('ERR ARGV must be cost, now_ms, then limit, period_ms and capacity for each key')
end
local cost = whole(ARGV[1], 0, MAX_EXACT)
if not cost then return redis.error_reply('ERR cost must be a whole number from 0 to 2^52') end

local buckets, seen = {}, {}
for index, key in ipairs(KEYS) do
  if seen[key] then
    return redis.error_reply('ERR the ' .. nth(index) .. ' key must be its own: the ' .. nth(seen[key]) .. ' is the same')
  end
  seen[key] = index
  local bucket, problem = numbers_of(index)
  if not bucket then return redis.error_reply('ERR ' .. problem) end
  buckets[index] = bucket
end

local now
if ARGV[2] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[2], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end
for index, bucket in ipairs(buckets) do
  if now + math.ceil(bucket.full / bucket.limit) > MAX_EXACT then
    return redis.error_reply(
      'ERR period_ms of the ' .. nth(index) .. ' must be short enough for the bucket to fill before 2^52'
    )
  end
end

-- First ask: when each bucket would be full again, as lua/gcra.lua does. Not MGET: it calls a key of another type empty.
for index, bucket in ipairs(buckets) do
  bucket.arrival, bucket.part = now, 0
  local stored = redis.call('GET', bucket.key)
  if stored then
    local ms, parts, of = string.match(stored, '^(%d+)%+(%d+)/(%d+)$')
    if not ms then return redis.error_reply('ERR the ' .. nth(index) .. ' key holds no arrival time') end
    ms, parts = tonumber(ms), tonumber(parts)
    -- Another limit counts in other fractions: the next whole millisecond is never too early.
    if tonumber(of) ~= bucket.limit then ms, parts = ms + math.ceil(parts / of), 0 end
    if ms >= now then bucket.arrival, bucket.part = ms, parts end -- an instant that has passed says: full
  end
end

-- How long each makes this jump wait, until it is not more than a bucketful ahead of now. The longest wait is everybody's:
-- no limit takes back what it has room for while nobody jumps.
local denied_by, retry_after = 0, 0
for index, bucket in ipairs(buckets) do
  local wait = bucket.arrival - now + math.ceil((bucket.part + cost * bucket.period - bucket.full) / bucket.limit)
  bucket.retry_after = cost > 0 and math.max(0, wait) or 0
  if cost > bucket.capacity then bucket.retry_after = -1 end
  local longer = bucket.retry_after > retry_after or bucket.retry_after == -1
  if longer and retry_after ~= -1 then
    denied_by, retry_after = index, bucket.retry_after
  end
end

-- Then charge: all of them or none.
if cost > 0 and denied_by == 0 then
  for _, bucket in ipairs(buckets) do
    local part = bucket.part + cost * bucket.period
    bucket.arrival = bucket.arrival + math.floor(part / bucket.limit)
    bucket.part = part % bucket.limit
    local value = int(bucket.arrival) .. '+' .. int(bucket.part) .. '/' .. int(bucket.limit)
    redis.call('SET', bucket.key, value, 'PX', int(bucket.arrival - now + math.ceil(bucket.part / bucket.limit)))
  end
end

local reply = { denied_by == 0 and 1 or 0, denied_by, retry_after }
for _, bucket in ipairs(buckets) do
  local ahead = (bucket.arrival - now) * bucket.limit + bucket.part -- missing in the bucket, in units x period_ms
  reply[#reply + 1] = math.max(0, math.floor((bucket.full - ahead) / bucket.period))
  reply[#reply + 1] = bucket.retry_after
  reply[#reply + 1] = bucket.arrival - now + math.ceil(bucket.part / bucket.limit)
end
return reply
