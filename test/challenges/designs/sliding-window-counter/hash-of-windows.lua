-- hyperdrive: model=sliding-window-counter
-- A hash with a count for each window, by its number, and the newest instant; what is older than the window before
-- goes.

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
if wrong then return redis.error_reply(wrong) end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

if limit * period > MAX then return redis.error_reply('ERR limit must be 2^52 / period_ms at most') end

local counts, newest = {}, 0
local flat = redis.call('HGETALL', key)
for place = 1, #flat, 2 do
  if flat[place] == 'newest' then
    newest = tonumber(flat[place + 1])
  else
    counts[tonumber(flat[place])] = tonumber(flat[place + 1])
  end
end
local stored_number = math.floor(newest / period)
local current, previous = counts[stored_number] or 0, counts[stored_number - 1] or 0
local at = math.max(now, newest)
if at + 2 * period > MAX then return redis.error_reply('ERR period_ms must be (2^52 - now_ms) / 2 at most') end

local window = at - at % period
local left = window + period - at
if newest < window then
  previous = newest >= window - period and current or 0
  current = 0
end

local free = limit - current - cost
local fits = cost == 0 or previous * left <= free * period
if fits and cost > 0 then
  current = current + cost
  local number = math.floor(at / period)
  for other in pairs(counts) do
    if other < number - 1 then redis.call('HDEL', key, int(other)) end
  end
  redis.call('HSET', key, int(number), int(current), 'newest', int(at))
  redis.call('PEXPIRE', key, int(window + 2 * period - now))
end

local remaining = math.max(0, math.floor(((limit - current) * period - previous * left) / period))
local reset_after = 0
if current > 0 then
  reset_after = window + 2 * period - now
elseif previous > 0 then
  reset_after = window + period - now
end
if fits then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end
local ends = window + period
if free < 0 then
  ends, previous, free = ends + period, current, limit - cost
end
return { 0, remaining, ends - math.floor(free * period / previous) - now, reset_after }
