-- A token bucket under the contract that rounds its wait down, to a whole millisecond: flawed/rounded-down-retry.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])

local bucket = redis.call('HMGET', key, 'credit', 'at')
local credit = tonumber(bucket[1]) or limit * period
credit = math.min(limit * period, credit + (now - (tonumber(bucket[2]) or now)) * limit)
if cost > limit then return { 0, math.floor(credit / period), -1, 0 } end
if cost * period > credit then
  return { 0, math.floor(credit / period), math.floor((cost * period - credit) / limit), 0 }
end
credit = credit - cost * period
redis.call('HSET', key, 'credit', string.format('%.0f', credit), 'at', ARGV[4])
redis.call('PEXPIRE', key, 2 * period)
return { 1, math.floor(credit / period), 0, 0 }
