-- FLAWED, and published. A token bucket that starves whoever polls it. Do not use it; see mission 3.
-- Written anew after a published limiter: the same fields, whole seconds, rounding and TTL as there.
--
-- KEYS[1]  the limiter's key: a hash of `tokens` and `last_refill`
-- ARGV[1]  max_tokens   what the bucket holds
-- ARGV[2]  refill_rate  tokens per minute
-- ARGV[3]  now          '' = the server's clock, all that the original knows; else whole seconds
-- reply    { allowed, tokens left }

local key = KEYS[1]
local max_tokens = tonumber(ARGV[1])
local refill_rate = tonumber(ARGV[2])
local now = tonumber(ARGV[3]) or tonumber(redis.call('TIME')[1])

local bucket = redis.call('HMGET', key, 'tokens', 'last_refill')
local tokens = tonumber(bucket[1]) or max_tokens
local last_refill = tonumber(bucket[2]) or now

local refill = math.floor((now - last_refill) * refill_rate / 60)
tokens = math.min(max_tokens, tokens + refill)

local allowed = tokens >= 1 and 1 or 0
tokens = tokens - allowed
redis.call('HSET', key, 'tokens', tokens, 'last_refill', now)
redis.call('EXPIRE', key, 120)
return { allowed, tokens }
