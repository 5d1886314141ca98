-- FLAWED. A token bucket that pays first and looks then: a denied jump has taken its tokens all the same, and large
-- ones lock everybody out. Do not use it.
--
-- KEYS[1]  the limiter's key: a hash of `credit`, in tokens x period_ms, and `at`
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   tokens that the bucket holds; absent or '' = limit
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local cost = tonumber(ARGV[3])
local full = (tonumber(ARGV[5] or '') or limit) * period
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local bucket = redis.call('HMGET', key, 'credit', 'at')
local elapsed = math.max(0, now - (tonumber(bucket[2]) or now))
local credit = math.min(full, (tonumber(bucket[1]) or full) + elapsed * limit) - cost * period

redis.call('HSET', key, 'credit', string.format('%.0f', credit), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', key, math.max(1, math.ceil((full - credit) / limit)))
return { credit >= 0 and 1 or 0, math.max(0, math.floor(credit / period)) }
