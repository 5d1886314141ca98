-- hyperdrive: model=fixed-window-from-first argv= limit=5 period_ms=20 allowed=reply<=5
-- Real time goes by in it, also while the clock is held.
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], 20) end
return count
