-- FLAWED, and in much application code. It reads the count in one call and writes the next in another: callers that
-- read before any has written all get in. Do not use it; see mission 2.
-- The application compares: it makes the second call where the count is below the limit, and admits.
--
-- KEYS[1]  the limiter's key: a counter
-- ARGV[1]  count   the one that was read, plus 1, in the second call; the first has no argument
-- ARGV[2]  window  seconds
-- reply    the count, or nil; of the second call OK

-- call 1
return redis.call('GET', KEYS[1])

-- call 2
return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
