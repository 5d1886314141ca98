-- FLAWED, and published. A token bucket whose TTL is the same for every bucket: a slow one is forgotten before it is
-- full, and comes back full. All else is sound. Do not use it; see mission 3.
--
-- KEYS[1]  the limiter's key: a hash of `credit`, in tokens x period_ms, and `at`
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   tokens that the bucket holds; absent or '' = limit
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local price = tonumber(ARGV[3]) * period
local full = (tonumber(ARGV[5] or '') or limit) * period
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local bucket = redis.call('HMGET', key, 'credit', 'at')
local at = math.max(now, tonumber(bucket[2]) or now)
local credit = math.min(full, (tonumber(bucket[1]) or full) + (at - (tonumber(bucket[2]) or at)) * limit)

local allowed = price <= credit and 1 or 0
if allowed == 1 and price > 0 then
  credit = credit - price
  redis.call('HSET', key, 'credit', string.format('%.0f', credit), 'at', string.format('%.0f', at))
  redis.call('EXPIRE', key, 120)
end

local function wait_for(wanted)
  return math.max(0, at + math.ceil((wanted - credit) / limit) - now)
end
local retry_after = allowed == 1 and 0 or price > full and -1 or wait_for(price)
return { allowed, math.floor(credit / period), retry_after, credit < full and wait_for(full) or 0 }
