-- hyperdrive: challenge=shared-limits
-- A string for each window; everything is spelled out for two, without a loop.

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
local shared_limit = argument(5, 'shared_limit', 1)
local shared_period = argument(6, 'shared_period_ms', 1)
if wrong then return redis.error_reply(wrong) end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local began, used = string.match(redis.call('GET', KEYS[1]) or '0 0', '^(%d+) (%d+)$')
local shared_began, shared_used = string.match(redis.call('GET', KEYS[2]) or '0 0', '^(%d+) (%d+)$')
local at = math.max(now, tonumber(began))
local shared_at = math.max(now, tonumber(shared_began))
local window = at - at % period
local shared_window = shared_at - shared_at % shared_period
if window + period > MAX then return redis.error_reply('ERR period_ms must end before 2^52') end
if shared_window + shared_period > MAX then return redis.error_reply('ERR shared_period_ms must end before 2^52') end
used = tonumber(began) == window and tonumber(used) or 0
shared_used = tonumber(shared_began) == shared_window and tonumber(shared_used) or 0

local ends_in = window + period - now
local shared_ends_in = shared_window + shared_period - now
local here = cost == 0 or used + cost <= limit
local everywhere = cost == 0 or shared_used + cost <= shared_limit
if here and everywhere and cost > 0 then
  used = used + cost
  shared_used = shared_used + cost
  redis.call('SET', KEYS[1], int(window) .. ' ' .. int(used), 'PX', int(ends_in))
  redis.call('SET', KEYS[2], int(shared_window) .. ' ' .. int(shared_used), 'PX', int(shared_ends_in))
end

local remaining = math.max(0, math.min(limit - used, shared_limit - shared_used))
local reset_after = math.max(used > 0 and ends_in or 0, shared_used > 0 and shared_ends_in or 0)
if here and everywhere then return { 1, remaining, 0, reset_after } end
if cost > math.min(limit, shared_limit) then return { 0, remaining, -1, reset_after } end
return { 0, remaining, math.max(here and 0 or ends_in, everywhere and 0 or shared_ends_in), reset_after }
