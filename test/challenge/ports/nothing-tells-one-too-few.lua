-- A window from its first jump that tells one too few remaining: wrong, and no mistake of the gallery.
local key, limit, cost = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3])
if cost < 0 then return redis.error_reply('ERR cost must be a whole number from 0') end

local used = tonumber(redis.call('GET', key) or '0')
local ends_in = math.max(0, redis.call('PTTL', key))
if used + cost > limit then return { 0, math.max(0, limit - used - 1), cost > limit and -1 or ends_in, ends_in } end
redis.call('INCRBY', key, cost)
if used == 0 then redis.call('PEXPIRE', key, ARGV[2]) end
return { 1, math.max(0, limit - used - cost - 1), 0, redis.call('PTTL', key) }
