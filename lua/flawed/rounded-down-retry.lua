-- FLAWED. A sound sliding window log whose retry is in whole seconds, rounded down: who comes back when told to is
-- denied again. Do not use it.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit      jumps per window
-- ARGV[2]  window_ms  length of the window
-- ARGV[3]  now_ms     '' = the server's clock
-- reply    { allowed, remaining, retry after, in seconds }

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
if used >= limit then
  local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  return { 0, 0, math.floor((oldest[2] + window - now) / 1000) }
end

redis.call('ZADD', key, now, now .. '-' .. used)
redis.call('PEXPIRE', key, window)
return { 1, limit - used - 1, 0 }
