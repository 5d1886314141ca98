-- FLAWED. GET and ARGV are text, and text is compared letter by letter: '2' is more than '10', so at a limit of 10 two
-- get in. Do not use it.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  limit   jumps per window
-- ARGV[2]  window  seconds
-- reply    1 or 0

local used = redis.call('GET', KEYS[1]) or '0'
if used >= ARGV[1] then return 0 end

if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
