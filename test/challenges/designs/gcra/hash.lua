-- hyperdrive: model=gcra
-- The arrival time in a hash: whole milliseconds, and a fraction in two fields.

-- The arguments.
local MAX = 2 ^ 52 -- up to here a double holds every whole number, sums included
local wrong -- what is wrong with the first argument that will not do
local function argument(position, name, low)
  local text = ARGV[position] or ''
  local number = string.match(text, '^%d+$') and tonumber(text)
  if number and number >= low and number <= MAX then return number end
  wrong = wrong or 'ERR ' .. name .. ' must be a whole number from ' .. low .. ' to 2^52'
end

local key = KEYS[1]
local limit = argument(1, 'limit', 1)
local period = argument(2, 'period_ms', 1)
local cost = argument(3, 'cost', 0)
local now = (ARGV[4] or '') ~= '' and argument(4, 'now_ms', 0)
local capacity = (ARGV[5] or '') ~= '' and argument(5, 'capacity', 1) or limit
if wrong then return redis.error_reply(wrong) end
if limit * period > MAX then return redis.error_reply('ERR limit must be 2^52 / period_ms at most') end
if capacity * period > MAX then return redis.error_reply('ERR capacity must be 2^52 / period_ms at most') end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local full = capacity * period
if now + math.ceil(full / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

local stored = redis.call('HMGET', key, 'ms', 'parts', 'of')
local ms, parts, of = stored[1], stored[2], stored[3]
local arrival, part = now, 0
if ms then
  ms, parts = tonumber(ms), tonumber(parts)
  if tonumber(of) ~= limit then
    ms, parts = ms + math.ceil(parts / of), 0
  end
  if ms >= now then
    arrival, part = ms, parts
  end
end

local wait = arrival - now + math.ceil((part + cost * period - full) / limit)
local fits = cost == 0 or wait <= 0
if fits then
  local moved = part + cost * period
  arrival, part = arrival + math.floor(moved / limit), moved % limit
end
local reset_after = arrival - now + math.ceil(part / limit)
if fits and cost > 0 then
  redis.call('HSET', key, 'ms', int(arrival), 'parts', int(part), 'of', int(limit))
  redis.call('PEXPIRE', key, int(reset_after))
end

local remaining = math.max(0, math.floor((full - (arrival - now) * limit - part) / period))
if fits then return { 1, remaining, 0, reset_after } end
return { 0, remaining, cost > capacity and -1 or wait, reset_after }
