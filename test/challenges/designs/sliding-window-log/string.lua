-- hyperdrive: model=sliding-window-log
-- One string of all jumps, `time:units` with commas between them.

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

local jumps = {}
for jump in string.gmatch(redis.call('GET', key) or '', '[^,]+') do
  jumps[#jumps + 1] = jump
end
local newest = tonumber(string.match(jumps[#jumps] or '0', '^%d+'))
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
  local kept = {}
  for place, jump in ipairs(live) do
    kept[place] = int(jump[1]) .. ':' .. int(jump[2])
  end
  kept[#kept + 1] = int(at) .. ':' .. int(cost)
  redis.call('SET', key, table.concat(kept, ','), 'PX', int(at + period - now))
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
