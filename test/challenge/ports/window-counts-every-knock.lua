-- A window under the contract that takes the cost first, and whose TTL begins anew each time: flawed/charged-denials.
local key, limit, cost = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3])

local used = redis.call('INCRBY', key, cost)
redis.call('PEXPIRE', key, ARGV[2])
local fits = used <= limit
return { fits and 1 or 0, math.max(0, limit - used), fits and 0 or ARGV[2] + 0, ARGV[2] + 0 }
