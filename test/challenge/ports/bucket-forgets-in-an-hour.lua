-- GCRA under the contract whose key always lives for an hour: flawed/fixed-ttl, with another TTL.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])

local arrival = math.max(now, tonumber(redis.call('GET', key)) or now)
local excess = arrival + cost * period / limit - now - period
if excess > 0 then
  return { 0, math.floor((now + period - arrival) * limit / period), math.ceil(excess), arrival - now }
end
arrival = arrival + cost * period / limit
redis.call('SET', key, string.format('%.17g', arrival), 'EX', 3600)
return { 1, math.floor((now + period - arrival) * limit / period), 0, math.ceil(arrival - now) }
