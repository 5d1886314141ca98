-- FLAWED. A leaky bucket that decides well and answers in fractions of a second: a number in a reply is cut to a whole
-- one, so 0.9 says "at once". Do not use it.
--
-- KEYS[1]  the limiter's key: a hash of `level`, in units x period_ms, and `at`
-- ARGV[1]  limit      units that leak per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units poured in
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   units that the bucket holds; absent or '' = limit
-- reply    { allowed, remaining, retry after, in seconds }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local inflow = tonumber(ARGV[3]) * period
local full = (tonumber(ARGV[5] or '') or limit) * period
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local bucket = redis.call('HMGET', key, 'level', 'at')
local leaked = math.max(0, now - (tonumber(bucket[2]) or now)) * limit
local level = math.max(0, (tonumber(bucket[1]) or 0) - leaked)
local remaining = math.floor((full - level) / period)
if level + inflow > full then return { 0, remaining, (level + inflow - full) / limit / 1000 } end

level = level + inflow
redis.call('HSET', key, 'level', string.format('%.0f', level), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', key, math.ceil(level / limit))
return { 1, math.floor((full - level) / period), 0 }
