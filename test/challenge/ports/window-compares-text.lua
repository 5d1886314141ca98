-- A window from its first jump under the contract that forgot tonumber: flawed/compares-text.
local key = KEYS[1]

local used = redis.call('GET', key) or '0'
if used >= ARGV[1] then return { 0, math.max(0, ARGV[1] - used), redis.call('PTTL', key), redis.call('PTTL', key) } end
redis.call('INCR', key)
if used == '0' then redis.call('PEXPIRE', key, ARGV[2]) end
return { 1, ARGV[1] - used - 1, 0, redis.call('PTTL', key) }
