-- FLAWED, where it is called a sliding window. It begins with the first jump and ends all at once: nearly twice the
-- limit passes around its end. Do not use it as one; see mission 1.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- reply    { allowed, remaining, seconds to the end of the window }

local key = KEYS[1]
local limit = tonumber(ARGV[1])

local count = redis.call('INCR', key)
if count == 1 then redis.call('EXPIRE', key, ARGV[2]) end

return { count <= limit and 1 or 0, math.max(0, limit - count), redis.call('TTL', key) }
