-- FLAWED. A token bucket that takes any cost: a negative one puts tokens in. Do not use it; see mission 3.
--
-- KEYS[1]  the limiter's key: a hash of `tokens` and `at`
-- ARGV[1]  rate       tokens per second
-- ARGV[2]  capacity   what the bucket holds
-- ARGV[3]  requested  tokens wanted
-- ARGV[4]  now_ms     '' = the server's clock
-- reply    { allowed, tokens left }

local key = KEYS[1]
local rate = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local requested = tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local bucket = redis.call('HMGET', key, 'tokens', 'at')
local seconds = math.max(0, now - (tonumber(bucket[2]) or now)) / 1000
local tokens = math.min(capacity, (tonumber(bucket[1]) or capacity) + seconds * rate)

local allowed = tokens >= requested
if allowed then tokens = tokens - requested end
redis.call('HSET', key, 'tokens', string.format('%.17g', tokens), 'at', string.format('%.0f', now))
redis.call('EXPIRE', key, math.ceil(capacity / rate * 2))
return { allowed and 1 or 0, math.floor(tokens) }
