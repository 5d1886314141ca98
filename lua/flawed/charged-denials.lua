-- FLAWED. A fixed window that counts before it checks, and whose TTL every knock winds up again: whoever keeps knocking
-- is never let in again. Nor is, after a while, who keeps a pace below the limit. Do not use it.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- reply    { allowed, remaining, seconds to the end of the window }

local key = KEYS[1]
local limit = tonumber(ARGV[1])

local count = redis.call('INCR', key)
redis.call('EXPIRE', key, ARGV[2])

return { count <= limit and 1 or 0, math.max(0, limit - count), redis.call('TTL', key) }
