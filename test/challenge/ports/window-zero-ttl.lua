-- A window from its first jump under the contract, with EXPIRE in seconds: flawed/zero-ttl.
local key, limit = KEYS[1], tonumber(ARGV[1])

local used = tonumber(redis.call('GET', key) or '0')
if used >= limit then return { 0, 0, redis.call('PTTL', key), redis.call('PTTL', key) } end
redis.call('INCR', key)
if used == 0 then redis.call('EXPIRE', key, math.floor(ARGV[2] / 1000)) end
return { 1, limit - used - 1, 0, math.max(0, redis.call('PTTL', key)) }
