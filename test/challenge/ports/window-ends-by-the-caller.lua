-- A window from its first jump under the contract that ends at an instant of the caller's: flawed/expiry-from-caller.
local key, limit = KEYS[1], tonumber(ARGV[1])

local used = redis.call('INCR', key)
if used == 1 then redis.call('PEXPIREAT', key, string.format('%.0f', ARGV[4] + ARGV[2])) end
return { used <= limit and 1 or 0, math.max(0, limit - used), used <= limit and 0 or ARGV[2] + 0, ARGV[2] + 0 }
