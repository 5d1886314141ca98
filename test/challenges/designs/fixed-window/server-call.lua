-- hyperdrive: model=fixed-window
-- The same words as anywhere, spoken to `server` instead of `redis`.

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

local stored = server.call('HMGET', key, 'w', 'u')
local newest = tonumber(stored[1] or 0)
local at = math.max(now, newest)
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

local window = at - at % period
local used = newest == window and tonumber(stored[2] or 0) or 0
local ends_in = window + period - now
local fits = cost == 0 or used + cost <= limit
if fits and cost > 0 then
  used = used + cost
  server.call('HSET', key, 'w', int(window), 'u', int(used))
  server.call('PEXPIRE', key, int(ends_in))
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and ends_in or 0
if fits then return { 1, remaining, 0, reset_after } end
return { 0, remaining, cost > limit and -1 or ends_in, reset_after }
