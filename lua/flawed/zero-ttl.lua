-- FLAWED. A fixed window whose TTL is rounded down to whole seconds: EXPIRE 0 deletes the key, so below a second there
-- is no limit at all. Do not use it.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit      jumps per window
-- ARGV[2]  window_ms  length of the window
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])

local count = redis.call('INCR', key)
if count == 1 then redis.call('EXPIRE', key, math.floor(ARGV[2] / 1000)) end

return { count <= limit and 1 or 0, math.max(0, limit - count) }
