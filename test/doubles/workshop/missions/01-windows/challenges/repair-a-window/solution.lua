-- hyperdrive: challenge=repair-a-window
local used = redis.call('INCR', KEYS[1])
return { used <= tonumber(ARGV[1]) and 1 or 0, 0, 0, 0 }
