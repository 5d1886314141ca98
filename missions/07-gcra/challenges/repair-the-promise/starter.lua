-- hyperdrive: challenge=repair-the-promise
--
-- GCRA: a token bucket in one number, the theoretical arrival time. That is the instant at which the bucket would be
-- full again; each unit moves it on by period / limit. This one makes a promise that it cannot keep.
--
-- KEYS[1]  the limiter's key: that instant, in ms and a fraction, such as 1700000008571+3/7
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- ARGV[5]  capacity   units that may come at once; absent or '' = limit
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

local full = capacity * period
if now + math.ceil(full / limit) > MAX then
  return redis.error_reply('ERR period_ms must be short enough for the bucket to fill before 2^52')
end

local arrival, part = now, 0 -- no instant, or one that has passed, says: full
local ms, parts, of = string.match(redis.call('GET', key) or '', '^(%d+)%+(%d+)/(%d+)$')
if ms then
  ms, parts = tonumber(ms), tonumber(parts)
  -- Another limit counts in other fractions: the next whole millisecond is never too early.
  if tonumber(of) ~= limit then ms, parts = ms + math.ceil(parts / of), 0 end
  if ms >= now then arrival, part = ms, parts end
end

-- How long until `cost` more units are not more than a bucketful ahead of now.
local price = cost * period
local wait = arrival - now + math.ceil((part + price - full) / limit)
local fits = cost == 0 or wait <= 0
if fits then
  part = part + price
  arrival = arrival + math.floor(part / limit)
  part = part % limit
end

local reset_after = arrival - now + math.ceil(part / limit)
if fits and cost > 0 then
  local value = int(arrival) .. '+' .. int(part) .. '/' .. int(limit)
  redis.call('SET', key, value, 'PX', int(reset_after))
end

local ahead = (arrival - now) * limit + part -- what is missing in the bucket, in units x period_ms
local remaining = math.max(0, math.floor((full - ahead) / period))
if fits then return { 1, remaining, 0, reset_after } end
return { 0, remaining, math.min(wait, MAX), reset_after }
