-- A sliding log under the contract that leaves the milliseconds out: flawed/whole-seconds.
local key, limit, window = KEYS[1], tonumber(ARGV[1]), ARGV[2] / 1000
local now = math.floor(ARGV[4] / 1000)

redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
local used = redis.call('ZCARD', key)
if used >= limit then return { 0, 0, window * 1000, window * 1000 } end
redis.call('ZADD', key, now, now .. '-' .. used)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1, 0, window * 1000 }
