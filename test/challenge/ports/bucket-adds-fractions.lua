-- A token bucket under the contract that counts tokens per millisecond in floating point: flawed/float-drift.
local key, limit, period = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local cost, now = tonumber(ARGV[3]), tonumber(ARGV[4])
local rate = limit / period

local bucket = redis.call('HMGET', key, 'tokens', 'at')
local tokens = math.min(limit, (tonumber(bucket[1]) or limit) + (now - (tonumber(bucket[2]) or now)) * rate)
local fits = tokens >= cost
if fits then
  tokens = tokens - cost
  redis.call('HSET', key, 'tokens', string.format('%.17g', tokens), 'at', ARGV[4])
  redis.call('PEXPIRE', key, 2 * period)
end
return { fits and 1 or 0, math.floor(tokens), fits and 0 or math.ceil((cost - tokens) / rate), 0 }
