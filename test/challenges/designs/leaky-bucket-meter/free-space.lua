-- hyperdrive: model=leaky-bucket-meter
-- Counts the space that is free, in a list, instead of the level.

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
local limit = argument(1, 'limit', 1)
local period = argument(2, 'period_ms', 1)
local cost = argument(3, 'cost', 0)
local now = (ARGV[4] or '') ~= '' and argument(4, 'now_ms', 0)
local capacity = (ARGV[5] or '') ~= '' and argument(5, 'capacity', 1) or limit
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

local full = capacity * period
local stored = redis.call('LRANGE', key, 0, 1)
local saved, since = stored[1] or full, stored[2] or 0
local at = math.max(now, tonumber(since))
if at + math.ceil(full / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to drain before 2^52')
end

local credit = math.min(full, saved + (at - since) * limit)
local function wait_for(wanted)
  return at + math.ceil((wanted - credit) / limit) - now
end
local price = cost * period
local fits = price <= credit
if fits then credit = credit - price end
local reset_after = credit < full and wait_for(full) or 0
if fits and cost > 0 then
  redis.call('DEL', key)
  redis.call('RPUSH', key, int(credit), int(at))
  redis.call('PEXPIRE', key, int(reset_after))
end

local remaining = math.floor(credit / period)
if fits then return { 1, remaining, 0, reset_after } end
if cost > capacity then return { 0, remaining, -1, reset_after } end
return { 0, remaining, wait_for(price), reset_after }
