-- FLAWED, and in every handbook. A fixed window whose TTL comes with a second call: a caller that dies in between
-- leaves a key that never expires, and everybody is locked out for ever. Do not use it; see mission 2.
-- The application makes the second call where the first answers 1, and admits what is not above the limit.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  window  seconds, in the second call; the first has no argument
-- reply    the count; of the second call 1

-- call 1
return redis.call('INCR', KEYS[1])

-- call 2
return redis.call('EXPIRE', KEYS[1], ARGV[1])
