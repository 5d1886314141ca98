-- hyperdrive: challenge=graceful-degradation
-- The hole in the bucket as a string. To a tier the bucket looks smaller by what that must leave.

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
local capacity = (ARGV[5] or '') ~= '' and argument(5, 'capacity', 1) or limit
local tier = ARGV[6]
if tier ~= 'bronze' and tier ~= 'silver' and tier ~= 'gold' then
  wrong = wrong or 'ERR tier must be bronze, silver or gold'
end
if wrong then return redis.error_reply(wrong) end
if limit * period > MAX then return redis.error_reply('ERR limit must be 2^52 / period_ms at most') end
if capacity * period > MAX then return redis.error_reply('ERR capacity must be 2^52 / period_ms at most') end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

local size = capacity
if tier == 'bronze' then size = math.floor(capacity / 2) end
if tier == 'silver' then size = capacity - math.ceil(capacity / 5) end

local hole, since = string.match(redis.call('GET', KEYS[1]) or '0 0', '^(%d+) (%d+)$')
local at = math.max(now, tonumber(since))
if at + math.ceil(capacity * period / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end
hole = math.max(0, hole - (at - since) * limit)

local over = hole + cost * period - size * period
local fits = cost == 0 or over <= 0
if fits then hole = hole + cost * period end
local reset_after = hole > 0 and at + math.ceil(hole / limit) - now or 0
if fits and cost > 0 then
  redis.call('SET', KEYS[1], int(hole) .. ' ' .. int(at), 'PX', int(reset_after))
end

local remaining = math.max(0, math.floor((size * period - hole) / period))
if fits then return { 1, remaining, 0, reset_after } end
if cost > size then return { 0, remaining, -1, reset_after } end
return { 0, remaining, at + math.ceil(over / limit) - now, reset_after }
