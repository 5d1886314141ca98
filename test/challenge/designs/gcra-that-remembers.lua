-- hyperdrive: model=gcra
-- GCRA that notes the last instant beside its one number, so that a clock that steps back is no time passed.
local MAX_EXACT = 2 ^ 52
local function whole(text, low)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= MAX_EXACT and number
end
local function int(number) return string.format('%.0f', number) end

local limit, period, cost = whole(ARGV[1], 1), whole(ARGV[2], 1), whole(ARGV[3], 0)
if not limit then return redis.error_reply('ERR bad limit') end
if not period then return redis.error_reply('ERR bad period') end
if not cost then return redis.error_reply('ERR bad cost') end
local now
if ARGV[4] and ARGV[4] ~= '' then
  now = whole(ARGV[4], 0)
  if not now then return redis.error_reply('ERR bad now') end
else
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local capacity = limit
if ARGV[5] and ARGV[5] ~= '' then capacity = whole(ARGV[5], 1) end
if not capacity then return redis.error_reply('ERR bad capacity') end
if limit * period > MAX_EXACT or capacity * period > MAX_EXACT or now * limit > MAX_EXACT then
  return redis.error_reply('ERR limit, period and capacity are too large')
end

-- In parts of a millisecond, as many as the limit has units: then an interval is a whole number of them.
local held = redis.call('HMGET', KEYS[1], 'arrival', 'last')
local at = math.max(now, tonumber(held[2] or 0))
local arrival = math.max(at * limit, tonumber(held[1] or 0))
local moved = arrival + cost * period
local early = moved - capacity * period
local fits = cost == 0 or early <= at * limit
if cost > 0 and fits then
  arrival = moved
  redis.call('HSET', KEYS[1], 'arrival', int(arrival), 'last', int(at))
  redis.call('PEXPIRE', KEYS[1], int(math.ceil(arrival / limit) - now))
end
local ahead = arrival - at * limit
local remaining = math.max(0, math.floor((capacity * period - ahead) / period))
local reset_after = ahead > 0 and math.ceil(arrival / limit) - now or 0
if fits then return { 1, remaining, 0, reset_after } end
if cost > capacity then return { 0, remaining, -1, reset_after } end
return { 0, remaining, math.ceil(early / limit) - now, reset_after }
