-- A token bucket under the contract that pays before it looks: flawed/charged-cost.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])

local bucket = redis.call('HMGET', key, 'credit', 'at')
local credit = tonumber(bucket[1]) or limit * period
credit = math.min(limit * period, credit + (now - (tonumber(bucket[2]) or now)) * limit) - cost * period
redis.call('HSET', key, 'credit', string.format('%.0f', credit), 'at', ARGV[4])
redis.call('PEXPIRE', key, math.max(1, math.ceil((limit * period - credit) / limit)))
local fits = credit >= 0
return { fits and 1 or 0, math.max(0, math.floor(credit / period)), fits and 0 or math.ceil(-credit / limit), 0 }
