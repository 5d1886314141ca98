-- A sliding log under the contract that takes seconds from milliseconds: flawed/mixed-units.
local key, limit, window, now = KEYS[1], tonumber(ARGV[1]), ARGV[2] / 1000, tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - window))
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0, ARGV[2] + 0, ARGV[2] + 0 } end
redis.call('ZADD', key, ARGV[4], ARGV[4] .. '-' .. used)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1, 0, ARGV[2] + 0 }
