#!lua flags=allow-stale
-- hyperdrive: model=token-bucket keys={key}:credit,{key}:at argv=capacity,limit,period_ms
-- hyperdrive: allowed=reply[1]==1 remaining=reply[2] retry_ms=reply[3]
-- Two keys, microseconds, and a write at every call.
local capacity, limit, period = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] * 1000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = capacity * period
local held = redis.call('MGET', KEYS[1], KEYS[2])
local at = tonumber(held[2]) or now
local credit = math.min(full, (tonumber(held[1]) or full) + (now - at) * limit)
local fits = credit >= period
if fits then credit = credit - period end
local ttl = math.ceil(full / limit / 1000000)
redis.call('SET', KEYS[1], string.format('%.0f', credit), 'EX', ttl)
redis.call('SET', KEYS[2], string.format('%.0f', now), 'EX', ttl)
return { fits and 1 or 0, math.floor(credit / period), fits and 0 or math.ceil((period - credit) / limit / 1000) }
