-- FLAWED, and widely copied. A sliding window log that loses jumps. Do not use it; see mission 5.
-- Written anew after published limiters: the same commands, arguments and reply as theirs.
--
-- KEYS[1]  the limiter's key: a sorted set of timestamps
-- ARGV[1]  window  seconds
-- ARGV[2]  limit   jumps per window
-- ARGV[3]  now     the caller's clock, in seconds
-- reply    { allowed, remaining, reset }, reset in seconds

local key = KEYS[1]
local window = tonumber(ARGV[1])
local limit = tonumber(ARGV[2])
local now = tonumber(ARGV[3])

redis.call('ZREMRANGEBYSCORE', key, 0, now - window)
local count = redis.call('ZCARD', key)

if count < limit then
  redis.call('ZADD', key, now, now)
  redis.call('EXPIRE', key, window)
  return { 1, limit - count - 1, window }
end

return { 0, 0, redis.call('TTL', key) }
