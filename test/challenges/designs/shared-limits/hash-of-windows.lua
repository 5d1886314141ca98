-- hyperdrive: challenge=shared-limits
-- A hash for each of the two, with a field for each window that still counts; the field of the newest is the largest.

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

local function open(key, most, length)
  local fields = redis.call('HKEYS', key)
  local newest = 0
  for _, field in ipairs(fields) do
    newest = math.max(newest, tonumber(field))
  end
  local at = math.max(now, newest)
  local window = at - at % length
  local used = tonumber(redis.call('HGET', key, int(window)) or 0)
  local it = { key = key, fields = fields, window = window, used = used, ends_in = window + length - now }
  it.too_late = window + length > MAX
  it.wait = 0
  if cost > 0 and used + cost > most then it.wait = cost > most and math.huge or it.ends_in end
  it.left = function()
    return math.max(0, most - it.used)
  end
  it.reset = function()
    return it.used > 0 and it.ends_in or 0
  end
  return it
end

local function charge(it)
  for _, field in ipairs(it.fields) do
    if tonumber(field) < it.window then redis.call('HDEL', it.key, field) end
  end
  it.used = redis.call('HINCRBY', it.key, int(it.window), int(cost))
  redis.call('PEXPIRE', it.key, int(it.ends_in))
end

local own = open(KEYS[1], limit, period)
local all = open(KEYS[2], shared_limit, shared_period)
if own.too_late then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end
if all.too_late then return redis.error_reply('ERR shared_period_ms must be 2^52 - now_ms at most') end

local wait = math.max(own.wait, all.wait)
if wait == 0 and cost > 0 then
  charge(own)
  charge(all)
end
local remaining = math.min(own.left(), all.left())
local reset_after = math.max(own.reset(), all.reset())
if wait == math.huge then wait = -1 end
return { wait == 0 and 1 or 0, remaining, wait, reset_after }
