-- A leaky bucket under the contract that tells a cost it can never hold when to come back: flawed/impossible-retry.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])

local bucket = redis.call('HMGET', key, 'level', 'at')
local level = math.max(0, (tonumber(bucket[1]) or 0) - (now - (tonumber(bucket[2]) or now)) * limit)
local excess = level + cost * period - limit * period
if excess > 0 then
  return { 0, math.floor(limit - level / period), math.ceil(excess / limit), math.ceil(level / limit) }
end
level = level + cost * period
redis.call('HSET', key, 'level', string.format('%.0f', level), 'at', ARGV[4])
redis.call('PEXPIRE', key, math.ceil(level / limit))
return { 1, math.floor(limit - level / period), 0, math.ceil(level / limit) }
