-- hyperdrive: challenge=emergency-bursts
-- A string for each of the two: when it will be full, and by how many parts of a millisecond earlier.

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

-- `full_at` is a whole millisecond; `early` counts in parts of 1 / rate of one, so that nothing is rounded.
local function open(key, rate, unit, size)
  local full_at, early, at = string.match(redis.call('GET', key) or '0 0 0', '^(%d+) (%d+) (%d+)$')
  at = math.max(now, tonumber(at))
  return { key = key, rate = rate, unit = unit, size = size, at = at, hole = math.max(0, (full_at - at) * rate - early) }
end
local function fits(it)
  return it.hole + cost * it.unit <= it.size * it.unit
end
local function wait(it, hole)
  return hole > 0 and it.at + math.ceil(hole / it.rate) - now or 0
end
local function charge(it)
  it.hole = it.hole + cost * it.unit
  local fills_in = math.ceil(it.hole / it.rate)
  local state = int(it.at + fills_in) .. ' ' .. int(fills_in * it.rate - it.hole) .. ' ' .. int(it.at)
  redis.call('SET', it.key, state, 'PX', int(it.at + fills_in - now))
end

local bucket = open(KEYS[1], limit, period, capacity)
local reserve = open(KEYS[2], 3, 60000, 3)
if bucket.at + math.ceil(capacity * period / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

local source
if cost > 0 and fits(bucket) then
  source = bucket
elseif cost > 0 and emergency and fits(reserve) then
  source = reserve
end
if source then charge(source) end

local remaining, reset_after, retry_after = 0, 0, -1
for _, it in ipairs(emergency and { bucket, reserve } or { bucket }) do
  remaining = math.max(remaining, math.floor((it.size * it.unit - it.hole) / it.unit))
  reset_after = math.max(reset_after, wait(it, it.hole))
  local retry = wait(it, it.hole + cost * it.unit - it.size * it.unit)
  if cost <= it.size and (retry_after < 0 or retry < retry_after) then retry_after = retry end
end
if source or cost == 0 then return { 1, remaining, 0, reset_after } end
return { 0, remaining, retry_after, reset_after }
