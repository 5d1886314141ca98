-- FLAWED. A token bucket that believes the caller's clock: a caller that is ahead refills it, and one that is behind
-- sets it back for the next to refill it again. Do not use it.
--
-- KEYS[1]  the limiter's key: a hash of `tokens` and `at`
-- ARGV[1]  rate       tokens per second
-- ARGV[2]  capacity   what the bucket holds
-- ARGV[3]  now        the caller's clock, in seconds
-- ARGV[4]  requested  tokens wanted
-- reply    { allowed, tokens left }

local key = KEYS[1]
local rate = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local now = tonumber(ARGV[3])
local requested = tonumber(ARGV[4])

local bucket = redis.call('HMGET', key, 'tokens', 'at')
local at = tonumber(bucket[2]) or now
local tokens = math.min(capacity, (tonumber(bucket[1]) or capacity) + math.max(0, now - at) * rate)

local allowed = tokens >= requested
if allowed then tokens = tokens - requested end
redis.call('HSET', key, 'tokens', tokens, 'at', now)
redis.call('EXPIRE', key, math.ceil(capacity / rate * 2))
return { allowed and 1 or 0, math.floor(tokens) }
