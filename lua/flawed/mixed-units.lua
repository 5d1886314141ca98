-- FLAWED. A sliding window log that takes a window in seconds from a clock in milliseconds: 60 seconds are over after
-- 60 milliseconds. Do not use it.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- ARGV[3]  now     '' = the server's clock, all that such code knows; else milliseconds
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local now = tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

redis.call('ZREMRANGEBYSCORE', key, 0, now - window)
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0 } end

redis.call('ZADD', key, now, now .. '-' .. used)
redis.call('EXPIRE', key, window)
return { 1, limit - used - 1 }
