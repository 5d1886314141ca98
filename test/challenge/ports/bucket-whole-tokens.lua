-- A token bucket under the contract that refills whole tokens, and moves its clock all the same: flawed/floored-refill.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])
local full = tonumber(ARGV[5] or '') or limit

local bucket = redis.call('HMGET', key, 'tokens', 'at')
local tokens = tonumber(bucket[1]) or full
tokens = math.min(full, tokens + math.floor((now - (tonumber(bucket[2]) or now)) * limit / period))
local fits = cost <= tokens
if fits then tokens = tokens - cost end
redis.call('HSET', key, 'tokens', tokens, 'at', ARGV[4])
redis.call('PEXPIRE', key, math.ceil(full / limit * period))
return { fits and 1 or 0, tokens, fits and 0 or math.ceil((cost - tokens) / limit * period), 0 }
