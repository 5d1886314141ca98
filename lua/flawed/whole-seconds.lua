-- FLAWED. A sliding window log that reads the seconds of TIME and leaves the microseconds: what came at the end of a
-- second is a second old a moment later. Do not use it.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- ARGV[3]  now     '' = the server's clock, all that such code knows; else whole seconds
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local now = tonumber(ARGV[3]) or tonumber(redis.call('TIME')[1])

redis.call('ZREMRANGEBYSCORE', key, 0, now - window)
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0 } end

redis.call('ZADD', key, now, now .. '-' .. used)
redis.call('EXPIRE', key, window)
return { 1, limit - used - 1 }
