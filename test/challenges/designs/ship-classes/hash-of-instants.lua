-- hyperdrive: challenge=ship-classes
-- A hash: a field for each millisecond in which something was admitted, with its units.

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
local cost = argument(2, 'cost', 0)
local now = (ARGV[3] or '') ~= '' and argument(3, 'now_ms', 0)
local limit, period
if ARGV[1] == 'scout' then
  limit, period = 3, 10000
elseif ARGV[1] == 'freighter' then
  limit, period = 5, 60000
elseif ARGV[1] == 'flagship' then
  limit, period = 20, 60000
else
  wrong = 'ERR class must be one of scout, freighter, flagship'
end
if wrong then return redis.error_reply(wrong) end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local fields = redis.call('HGETALL', key)
local units, instants = {}, {}
for index = 1, #fields, 2 do
  local instant = tonumber(fields[index])
  instants[#instants + 1] = instant
  units[instant] = tonumber(fields[index + 1])
end
table.sort(instants)
local newest = instants[#instants]
local at = math.max(now, newest or 0)

local used = 0
for _, instant in ipairs(instants) do
  if instant > at - period then used = used + units[instant] end
end
local fits = cost == 0 or used + cost <= limit

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and newest + period - now or 0
if not fits then
  if cost > limit then return { 0, remaining, -1, reset_after } end
  local left = used
  for _, instant in ipairs(instants) do
    if instant > at - period then
      left = left - units[instant]
      if left + cost <= limit then return { 0, remaining, instant + period - now, reset_after } end
    end
  end
end
if cost == 0 then return { 1, remaining, 0, reset_after } end

for _, instant in ipairs(instants) do
  if instant <= at - 60000 then redis.call('HDEL', key, int(instant)) end
end
redis.call('HINCRBY', key, int(at), int(cost))
redis.call('PEXPIRE', key, int(at - now + 60000))
return { 1, limit - used - cost, 0, at + period - now }
