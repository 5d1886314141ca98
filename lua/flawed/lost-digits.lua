-- FLAWED. A sliding window log that numbers jumps by adding to the time in microseconds. Lua writes such a number into
-- text with 14 digits, '1.7000000000001e+15', so the last two are lost: names collide, and count once. Do not use it.
--
-- KEYS[1]  the limiter's key: a sorted set of jumps
-- ARGV[1]  limit      jumps per window
-- ARGV[2]  window_ms  length of the window
-- ARGV[3]  now_ms     '' = the server's clock, all that such code knows
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local window = ARGV[2] * 1000
local now
if ARGV[3] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = ARGV[3] * 1000
end

redis.call('ZREMRANGEBYSCORE', key, 0, string.format('%.0f', now - window))
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0 } end

redis.call('ZADD', key, string.format('%.0f', now), 'jump:' .. (now + used))
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1 }
