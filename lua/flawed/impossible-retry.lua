-- FLAWED. GCRA that never asks whether a cost fits at all: what is above the capacity is told to come back, is denied,
-- and is told to come back. Do not use it.
--
-- KEYS[1]  the limiter's key: the instant at which the bucket would be empty again, in milliseconds x limit
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   units at once; absent or '' = limit
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }

local key = KEYS[1]
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local cost = tonumber(ARGV[3])
local capacity = tonumber(ARGV[5] or '') or limit
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local scaled = now * limit
local arrival = math.max(scaled, tonumber(redis.call('GET', key)) or scaled)
local excess = arrival + cost * period - scaled - capacity * period

local allowed = excess <= 0
if allowed and cost > 0 then
  arrival = arrival + cost * period
  redis.call('SET', key, string.format('%.0f', arrival), 'PX', math.ceil((arrival - scaled) / limit))
end

local remaining = math.floor((scaled + capacity * period - arrival) / period)
local reset_after = math.ceil((arrival - scaled) / limit)
return { allowed and 1 or 0, remaining, allowed and 0 or math.ceil(excess / limit), reset_after }
