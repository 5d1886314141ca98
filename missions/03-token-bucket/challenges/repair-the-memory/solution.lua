-- hyperdrive: challenge=repair-the-memory
--
-- Token bucket: it holds `capacity` tokens, and `limit` tokens per period trickle in. A unit costs a token.
--
-- KEYS[1]  the limiter's key: a hash of `credit`, in tokens x period_ms, and `at`, the instant it was counted
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   tokens that the bucket holds; absent or '' = limit
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }

-- Given, and sound: what callers send is checked before anything is touched.
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

-- Credit is tokens x period_ms: then a millisecond brings exactly `limit`, and no part of a token is ever lost.
local full = capacity * period
local stored = redis.call('HMGET', key, 'credit', 'at')
-- A clock that steps back counts as no time passed.
local at = math.max(now, tonumber(stored[2] or 0))
if at + math.ceil(full / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

local credit = full -- nobody has taken any yet
if stored[1] then credit = math.min(full, stored[1] + (at - stored[2]) * limit) end
local price = cost * period
local fits = price <= credit
if fits then credit = credit - price end

-- Milliseconds from now until so much credit is there.
local function wait_for(wanted)
  return at + math.ceil((wanted - credit) / limit) - now
end

if fits and cost > 0 then
  redis.call('HSET', key, 'credit', int(credit), 'at', int(at))
  -- A full bucket needs no memory: it is what a missing key means.
  redis.call('PEXPIRE', key, int(wait_for(full)))
end

local remaining = math.floor(credit / period)
local reset_after = credit < full and wait_for(full) or 0
if fits then return { 1, remaining, 0, reset_after } end
if cost > capacity then return { 0, remaining, -1, reset_after } end
return { 0, remaining, wait_for(price), reset_after }
