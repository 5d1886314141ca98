-- FLAWED, and published. A token bucket that writes a key which it does not declare. Do not use it; see mission 2.
-- Written anew after a published limiter: the same keys, arguments, whole seconds and rounding as there.
-- It starves whoever polls it, too, as floored-refill does.
--
-- KEYS[1]  the tokens; when they were last refilled lies at KEYS[1] .. ':last_refill', which nobody declares
-- ARGV[1]  capacity     what the bucket holds
-- ARGV[2]  rate_limit   nothing reads it
-- ARGV[3]  refill_rate  tokens per second
-- ARGV[4]  now          '' = the server's clock, all that the original knows; else whole seconds
-- reply    { allowed, tokens left }

local tokens_key = KEYS[1]
local refill_key = KEYS[1] .. ':last_refill'
local capacity = tonumber(ARGV[1])
local refill_rate = tonumber(ARGV[3])
local now = tonumber(ARGV[4]) or tonumber(redis.call('TIME')[1])

local tokens = tonumber(redis.call('GET', tokens_key)) or capacity
local last_refill = tonumber(redis.call('GET', refill_key)) or now

tokens = math.min(capacity, tokens + math.floor((now - last_refill) * refill_rate))

local allowed = tokens >= 1 and 1 or 0
tokens = tokens - allowed
redis.call('SET', tokens_key, tokens, 'EX', 3600)
redis.call('SET', refill_key, now, 'EX', 3600)
return { allowed, tokens }
