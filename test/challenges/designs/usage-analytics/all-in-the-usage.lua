-- hyperdrive: challenge=usage-analytics
-- Everything in one hash, KEYS[2], with a field for each window; KEYS[1] is never written.

-- The arguments.
local MAX = 2 ^ 52 -- up to here a double holds every whole number, sums included
local wrong -- what is wrong with the first argument that will not do
local function argument(position, name, low)
  local text = ARGV[position] or ''
  local number = string.match(text, '^%d+$') and tonumber(text)
  if number and number >= low and number <= MAX then return number end
  wrong = wrong or 'ERR ' .. name .. ' must be a whole number from ' .. low .. ' to 2^52'
end

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

local fields = redis.call('HGETALL', KEYS[2])
local held = {}
local newest = 0
for index = 1, #fields, 2 do
  held[fields[index]] = tonumber(fields[index + 1])
  newest = math.max(newest, tonumber(string.match(fields[index], '^%d+')))
end
local at = math.max(now, newest)
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

local window = at - at % period
local function count(what)
  return held[int(window) .. ':' .. what] or 0
end
local used, admitted, denied = count('used'), count('admitted'), count('denied')
local fits = used + cost <= limit
local ends_in = window + period - now
if cost > 0 then
  for field in pairs(held) do
    if tonumber(string.match(field, '^%d+')) < window then redis.call('HDEL', KEYS[2], field) end
  end
  if fits then
    used = redis.call('HINCRBY', KEYS[2], int(window) .. ':used', int(cost))
    admitted = redis.call('HINCRBY', KEYS[2], int(window) .. ':admitted', 1)
  else
    denied = redis.call('HINCRBY', KEYS[2], int(window) .. ':denied', 1)
  end
  redis.call('PEXPIRE', KEYS[2], int(ends_in))
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and ends_in or 0
if cost == 0 or fits then return { 1, remaining, 0, reset_after, admitted, denied } end
return { 0, remaining, cost > limit and -1 or ends_in, reset_after, admitted, denied }
