-- GCRA on a server whose clock is set back by a minute after the first jump. For mission 7 alone: see lua/gcra.lua.
-- In whole milliseconds; arguments and reply keep the contract in CONTRIBUTING.md.

local limit, period, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4]) or redis.call('TIME')[1] * 1000

local stored = tonumber(redis.call('GET', KEYS[1]))
if stored then now = now - 60000 end

local arrival = math.max(stored or now, now)
local price = math.ceil(cost * period / limit)
local wait = arrival + price - period - now
local fits = cost == 0 or wait <= 0

if cost > 0 and fits then
  arrival = arrival + price
  -- The server's TTLs go by the same clock: they last that minute longer.
  redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', arrival - now + 60000)
end

local remaining = math.max(0, math.floor((now + period - arrival) * limit / period))
return { fits and 1 or 0, remaining, fits and 0 or wait, arrival - now }
