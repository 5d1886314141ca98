-- A sliding log under the contract that adds first and counts then: flawed/charged-denials, as a log makes it.
local key, limit, period, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period))
redis.call('ZADD', key, ARGV[4], ARGV[4] .. '-' .. redis.call('ZCARD', key))
redis.call('PEXPIRE', key, ARGV[2])
local used = redis.call('ZCARD', key)
return { used <= limit and 1 or 0, math.max(0, limit - used), used <= limit and 0 or period, period }
