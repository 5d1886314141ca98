-- hyperdrive: model=sliding-window-log
-- A stream: an entry per jump, its id the time and a number, its only field the units.

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

local entries = redis.call('XRANGE', key, '-', '+')
local jumps = {}
local last = { 0, 0 } -- time and number of the newest entry
for place, entry in ipairs(entries) do
  local time, number = string.match(entry[1], '^(%d+)-(%d+)$')
  last = { tonumber(time), tonumber(number) }
  jumps[place] = time .. ':' .. entry[2][2]
end
local newest = last[1]
local at = math.max(now, newest)
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

-- Those that still count, oldest first.
local live, used = {}, 0
for _, jump in ipairs(jumps) do
  local time, units = string.match(jump, '^(%d+)[:-](%d+)$')
  if tonumber(time) > at - period then
    live[#live + 1] = { tonumber(time), tonumber(units) }
    used = used + units
  end
end
local missing = used + cost - limit

if cost > 0 and missing <= 0 then
  -- Within an instant the number goes on.
  local number = newest == at and last[2] + 1 or 1
  redis.call('XADD', key, 'MINID', int(math.max(0, at - period + 1)), int(at) .. '-' .. int(number), 'units', int(cost))
  redis.call('PEXPIRE', key, int(at + period - now))
  used = used + cost
  newest = at
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and newest + period - now or 0
if cost == 0 or missing <= 0 then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end

for _, jump in ipairs(live) do
  missing = missing - jump[2]
  if missing <= 0 then return { 0, remaining, jump[1] + period - now, reset_after } end
end
