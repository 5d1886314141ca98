-- hyperdrive: challenge=repair-the-log
--
-- Sliding window log: at most `limit` units in any `period_ms`, exact to the millisecond.
--
-- KEYS[1]  the limiter's key: a sorted set, one member per admitted unit, scored with its time
-- ARGV[1]  limit      units per period, 1 to 10,000
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }

-- Given, and sound: what callers send is checked before anything is touched.
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

-- A clock that steps back counts as no time passed: decide at the newest instant we have seen.
local newest = tonumber(redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] or 0)
local at = math.max(now, newest)
if at + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

-- A unit admitted at t frees at t + period, so '(' leaves out the units that are exactly one period old.
local live_from = '(' .. int(at - period)
local used = redis.call('ZCOUNT', key, live_from, '+inf')
local missing = used + cost - limit -- units that must leave before this jump fits
local fits = missing <= 0

if cost > 0 and fits then
  redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))
  -- A set holds a name once. Within one instant `used` only grows, so time and count are a name of its own.
  for unit = 1, cost do
    redis.call('ZADD', key, int(at), int(at) .. '-' .. (used + unit))
  end
  redis.call('PEXPIRE', key, int(at + period - now))
  used = used + cost
  newest = at
end

local remaining = math.max(0, limit - used)
local reset_after = used > 0 and newest + period - now or 0
if cost == 0 or fits then return { 1, remaining, 0, reset_after } end
if cost > limit then return { 0, remaining, -1, reset_after } end

-- Room comes when the `missing` oldest units have left: the last of those is the one to wait for.
local last = redis.call('ZRANGEBYSCORE', key, live_from, '+inf', 'WITHSCORES', 'LIMIT', missing - 1, 1)
return { 0, remaining, last[2] + period - now, reset_after }
