-- hyperdrive: model=token-bucket keys={key},{key}:audit
-- hyperdrive: argv=limit,period_ms,cost,now_ms allowed=reply==1 cost=trusted
-- The last 500 admissions are kept for support: what is kept grows for long, and then no more.
local function int(number)
  return string.format('%.0f', number)
end

local limit, period, cost, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local full = limit * period
local stored = redis.call('HMGET', KEYS[1], 'credit', 'at')
local credit, at = full, now
if stored[1] then
  at = math.max(now, tonumber(stored[2]))
  credit = math.min(full, stored[1] + (at - stored[2]) * limit)
end
if cost * period > credit then return 0 end

credit = credit - cost * period
redis.call('HSET', KEYS[1], 'credit', int(credit), 'at', int(at))
redis.call('PEXPIRE', KEYS[1], int(at - now + math.ceil((full - credit) / limit)))
redis.call('LPUSH', KEYS[2], int(at) .. ' ' .. int(cost))
redis.call('LTRIM', KEYS[2], 0, 499)
redis.call('PEXPIRE', KEYS[2], 86400000)
return 1
