-- hyperdrive: model=gcra argv=period_ms/limit,capacity limit=5 period_ms=10000
-- hyperdrive: allowed=reply[1]==1 retry_ms=reply[2] reset_ms=reply[3]
local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
local ahead = math.max(0, redis.pcall('PTTL', KEYS[1]))
local wait = ahead + interval - capacity * interval
if wait > 0 then return { 0, wait, ahead } end
redis.call('SET', KEYS[1], '', 'PX', ahead + interval)
return { 1, 0, ahead + interval }
