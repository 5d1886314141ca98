-- hyperdrive: challenge=usage-analytics
-- A string for each key, written whole: the window and its numbers.

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

local limiter_window, used = string.match(redis.call('GET', KEYS[1]) or '0 0', '^(%d+) (%d+)$')
local usage_window, admitted, denied = string.match(redis.call('GET', KEYS[2]) or '0 0 0', '^(%d+) (%d+) (%d+)$')
local at = math.max(now, tonumber(limiter_window), tonumber(usage_window))
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

local window = at - at % period
if tonumber(limiter_window) < window then used = 0 end
if tonumber(usage_window) < window then
  admitted, denied = 0, 0
end
used, admitted, denied = tonumber(used), tonumber(admitted), tonumber(denied)

local ends_in = window + period - now
local fits = cost == 0 or used + cost <= limit
if cost > 0 then
  if fits then
    used, admitted = used + cost, admitted + 1
    redis.call('SET', KEYS[1], int(window) .. ' ' .. int(used), 'PX', int(ends_in))
  else
    denied = denied + 1
  end
  local usage = int(window) .. ' ' .. int(admitted) .. ' ' .. int(denied)
  redis.call('SET', KEYS[2], usage, 'PX', int(ends_in))
end

local retry_after = fits and 0 or cost > limit and -1 or ends_in
local reset_after = used > 0 and ends_in or 0
return { fits and 1 or 0, math.max(0, limit - used), retry_after, reset_after, admitted, denied }
