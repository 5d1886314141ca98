-- hyperdrive: model=sliding-window-log
-- A list of instants, one element per unit, newest first; what has expired is trimmed when something is added.

-- The arguments.
local MAX = 2 ^ 52 -- up to here a double holds every whole number, sums included
local wrong -- what is wrong with the first argument that will not do
local function argument(position, name, low, high)
  local text = ARGV[position] or ''
  local number = string.match(text, '^%d+$') and tonumber(text)
  if number and number >= low and number <= (high or MAX) then return number end
  wrong = wrong or 'ERR ' .. name .. ' must be a whole number from ' .. low .. ' to ' .. (high or '2^52')
end

local key = KEYS[1]
local limit = argument(1, 'limit', 1, 10000)
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

local units = redis.call('LRANGE', key, 0, -1)
local newest = tonumber(units[1] or 0)
local at = math.max(now, newest)
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

local used = 0
while units[used + 1] and tonumber(units[used + 1]) > at - period do used = used + 1 end
local missing = used + cost - limit

if cost > 0 and missing <= 0 then
  for _ = 1, cost do redis.call('LPUSH', key, int(at)) end
  used = used + cost
  redis.call('LTRIM', key, 0, used - 1)
  redis.call('PEXPIRE', key, int(at + period - now))
  newest = at
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and newest + period - now or 0
if cost == 0 or missing <= 0 then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end
return { 0, remaining, units[used - missing + 1] + period - now, reset_after }
