-- A sliding log under the contract that tells the denied how long its key lives: flawed/retry-from-newest.
local key, limit, period, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period))
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0, redis.call('PTTL', key), redis.call('PTTL', key) } end
redis.call('ZADD', key, ARGV[4], ARGV[4] .. '-' .. used)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1, 0, period }
