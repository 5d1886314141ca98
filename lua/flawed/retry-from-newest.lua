-- FLAWED. A sound sliding window log that tells a denied caller the key's TTL: that is when the newest jump leaves,
-- but a slot is free when the oldest does. Do not use it; see mission 5.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- ARGV[3]  now_ms  '' = the server's clock
-- reply    { allowed, remaining, retry after, in seconds }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local now = tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

redis.call('ZREMRANGEBYSCORE', key, 0, now - window * 1000)
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0, redis.call('TTL', key) } end

redis.call('ZADD', key, now, now .. '-' .. used)
redis.call('EXPIRE', key, window)
return { 1, limit - used - 1, 0 }
