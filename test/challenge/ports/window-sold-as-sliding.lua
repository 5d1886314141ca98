-- INCR and PEXPIRE on the first, under the contract. Promised as a sliding window, it is flawed/fixed-as-sliding; as
-- what it is, a window from its first jump, it is right.
local key, limit, cost = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3])

local used = tonumber(redis.call('GET', key) or '0')
local ends_in = math.max(0, redis.call('PTTL', key))
if cost == 0 then return { 1, math.max(0, limit - used), 0, ends_in } end
if used + cost > limit then return { 0, math.max(0, limit - used), cost > limit and -1 or ends_in, ends_in } end
redis.call('INCRBY', key, cost)
if used == 0 then
  redis.call('PEXPIRE', key, ARGV[2])
  ends_in = ARGV[2] + 0
end
return { 1, limit - used - cost, 0, ends_in }
