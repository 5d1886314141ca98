-- FLAWED. The decision in one call is sound, but what remains is read by another: by then others have come, and
-- everybody is told the same number. Do not use it; see mission 2.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit   jumps per window, in the first call; the second has no argument
-- ARGV[2]  window  seconds
-- reply    1 or 0; of the second call the count

-- call 1
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return count <= tonumber(ARGV[1]) and 1 or 0

-- call 2
return tonumber(redis.call('GET', KEYS[1]))
