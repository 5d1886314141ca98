-- hyperdrive: challenge=repair-a-window
redis.call('INCR', KEYS[1])
return { 1, 0, 0, 0 }
