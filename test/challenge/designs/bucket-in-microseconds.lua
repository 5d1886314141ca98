-- hyperdrive: model=token-bucket argv=capacity,limit,period_ms,held_us
-- hyperdrive: allowed=reply[1]==1 remaining=reply[2] retry_ms=reply[3] reset_ms=reply[4]
-- The server's clock is read more finely than an instant is given.
local capacity, limit, period, now = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] * 1000, tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local full = capacity * period
local held = redis.call('HMGET', KEYS[1], 'credit', 'at')
local at = math.max(now, tonumber(held[2]) or 0)
local credit = full
if held[1] then credit = math.min(full, held[1] + (at - held[2]) * limit) end
local fits = credit >= period
if fits then
  credit = credit - period
  redis.call('HSET', KEYS[1], 'credit', string.format('%.0f', credit), 'at', string.format('%.0f', at))
  redis.call('PEXPIRE', KEYS[1], math.ceil((full - credit) / limit / 1000))
end
local function ms(missing) return math.ceil((missing / limit + at - now) / 1000) end
return { fits and 1 or 0, math.floor(credit / period), fits and 0 or ms(period - credit), ms(full - credit) }
