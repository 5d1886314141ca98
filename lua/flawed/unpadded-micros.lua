-- FLAWED. A sliding window log that glues the two parts of TIME together with a point: the microseconds have no
-- leading zeros, so one millisecond past a second reads as a hundred. Do not use it.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds, with a fraction
-- ARGV[3]  now_ms  '' = the server's clock, all that such code knows
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local time = redis.call('TIME')
if ARGV[3] ~= '' then time = { math.floor(ARGV[3] / 1000), ARGV[3] % 1000 * 1000 } end
local now = tonumber(time[1] .. '.' .. time[2])

redis.call('ZREMRANGEBYSCORE', key, 0, string.format('%.6f', now - ARGV[2]))
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0 } end

redis.call('ZADD', key, string.format('%.6f', now), time[1] .. '.' .. time[2] .. '-' .. used)
redis.call('PEXPIRE', key, math.ceil(ARGV[2] * 1000))
return { 1, limit - used - 1 }
