-- A sliding log under the contract that names its jumps by microseconds, as Lua writes them: flawed/lost-digits.
local key, limit, period, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period))
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0, period, period } end
redis.call('ZADD', key, ARGV[4], 'at ' .. now * 1000 + used)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1, 0, period }
