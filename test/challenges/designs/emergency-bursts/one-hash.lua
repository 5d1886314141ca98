-- hyperdrive: challenge=emergency-bursts
-- One hash under KEYS[1] for both: the hole in each, and the instant of each. It lives as long as the larger hole.

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
local emergency = ARGV[6] == 'emergency'
if not emergency and ARGV[6] ~= 'normal' then wrong = wrong or 'ERR kind must be normal or emergency' end
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

local stored = redis.call('HMGET', KEYS[1], 'hole', 'at', 'reserve_hole', 'reserve_at')
local at = math.max(now, tonumber(stored[2] or 0))
local reserve_at = math.max(now, tonumber(stored[4] or 0))
if at + math.ceil(capacity * period / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end
local hole = math.max(0, (stored[1] or 0) - (at - (stored[2] or at)) * limit)
local reserve_hole = math.max(0, (stored[3] or 0) - (reserve_at - (stored[4] or reserve_at)) * 3)

local function bucket_wait(credit)
  return credit > 0 and at + math.ceil(credit / limit) - now or 0
end
local function reserve_wait(credit)
  return credit > 0 and reserve_at + math.ceil(credit / 3) - now or 0
end

local over = hole + cost * period - capacity * period
local reserve_over = reserve_hole + cost * 60000 - 180000
local fits = cost == 0
if cost > 0 and over <= 0 then
  fits = true
  hole = hole + cost * period
  redis.call('HSET', KEYS[1], 'hole', int(hole), 'at', int(at))
elseif cost > 0 and emergency and reserve_over <= 0 then
  fits = true
  reserve_hole = reserve_hole + cost * 60000
  redis.call('HSET', KEYS[1], 'reserve_hole', int(reserve_hole), 'reserve_at', int(reserve_at))
end
if cost > 0 and fits then
  redis.call('PEXPIRE', KEYS[1], int(math.max(bucket_wait(hole), reserve_wait(reserve_hole))))
end

local remaining = math.max(0, math.floor((capacity * period - hole) / period))
local reset_after = bucket_wait(hole)
if emergency then
  remaining = math.max(remaining, math.floor((180000 - reserve_hole) / 60000))
  reset_after = math.max(reset_after, reserve_wait(reserve_hole))
end
if fits then return { 1, remaining, 0, reset_after } end
local waits = {}
if cost <= capacity then waits[#waits + 1] = bucket_wait(over) end
if emergency and cost <= 3 then waits[#waits + 1] = reserve_wait(reserve_over) end
if #waits == 0 then return { 0, remaining, -1, reset_after } end
table.sort(waits)
return { 0, remaining, waits[1], reset_after }
