-- hyperdrive: challenge=graceful-degradation
-- A list of three: whole tokens, the rest as credit, and the instant. Whole tokens are compared with whole tokens.

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

local kept = ({ bronze = math.ceil(capacity / 2), silver = math.ceil(capacity / 5), gold = 0 })[tier]

local stored = redis.call('LRANGE', KEYS[1], 0, 2)
local at = math.max(now, tonumber(stored[3] or 0))
if at + math.ceil(capacity * period / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end
local tokens, rest = capacity, 0
if stored[1] then
  local credit = stored[2] + (at - stored[3]) * limit
  rest = credit % period
  tokens = stored[1] + (credit - rest) / period
  if tokens >= capacity then
    tokens, rest = capacity, 0
  end
end

-- The wait until there are so many whole tokens.
local function wait_for(wanted)
  return at + math.ceil(((wanted - tokens) * period - rest) / limit) - now
end

local fits = cost == 0 or tokens >= cost + kept
if fits and cost > 0 then
  tokens = tokens - cost
  redis.call('DEL', KEYS[1])
  redis.call('RPUSH', KEYS[1], int(tokens), int(rest), int(at))
  redis.call('PEXPIRE', KEYS[1], int(wait_for(capacity)))
end

local remaining = math.max(0, tokens - kept)
local reset_after = tokens < capacity and wait_for(capacity) or 0
if fits then return { 1, remaining, 0, reset_after } end
if cost + kept > capacity then return { 0, remaining, -1, reset_after } end
return { 0, remaining, wait_for(cost + kept), reset_after }
