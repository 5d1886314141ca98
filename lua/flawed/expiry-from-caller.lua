-- FLAWED. A fixed window that ends at an instant of the caller's clock: from one that is behind by a window, that
-- instant is over, the key is deleted at once, and there is no limit. Do not use it.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit      jumps per window
-- ARGV[2]  window_ms  length of the window
-- ARGV[3]  now_ms     the caller's clock
-- ARGV[4]  held_ms    '' in the original; else the instant at which the workshop holds the server's clock
-- reply    { allowed, remaining }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local ends = ARGV[3] + ARGV[2]
if ARGV[4] ~= '' then
  local time = redis.call('TIME')
  ends = ends - ARGV[4] + time[1] * 1000 + math.floor(time[2] / 1000)
end

local count = redis.call('INCR', key)
if count == 1 then redis.call('PEXPIREAT', key, ends) end

return { count <= limit and 1 or 0, math.max(0, limit - count) }
