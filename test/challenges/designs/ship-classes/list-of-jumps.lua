-- hyperdrive: challenge=ship-classes
-- A list with one entry for each jump, its instant and its units; never longer than a flagship makes it.

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

local at = now
local used, jumps = 0, {}
for index, entry in ipairs(redis.call('LRANGE', key, 0, -1)) do
  local instant, units = string.match(entry, '^(%d+) (%d+)$')
  jumps[index] = { at = tonumber(instant), units = tonumber(units) }
end
if #jumps > 0 then at = math.max(now, jumps[#jumps].at) end
for _, jump in ipairs(jumps) do
  if jump.at + period > at then used = used + jump.units end
end

local over = used + cost - limit
local fits = cost == 0 or over <= 0
if fits and cost > 0 then
  for _, jump in ipairs(jumps) do
    if jump.at + 60000 <= at then redis.call('LPOP', key) end
  end
  redis.call('RPUSH', key, int(at) .. ' ' .. int(cost))
  redis.call('PEXPIRE', key, int(at + 60000 - now))
  used = used + cost
  jumps[#jumps + 1] = { at = at, units = cost }
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and jumps[#jumps].at + period - now or 0
if fits then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end
for _, jump in ipairs(jumps) do
  if jump.at + period > at then
    over = over - jump.units
    if over <= 0 then return { 0, remaining, jump.at + period - now, reset_after } end
  end
end
