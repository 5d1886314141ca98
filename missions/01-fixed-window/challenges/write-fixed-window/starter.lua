-- hyperdrive: challenge=write-fixed-window
--
-- Fixed window: at most `limit` units in each window. Windows are aligned to the clock: with a period of 60000 a new
-- one begins on every minute.
--
-- KEYS[1]  the limiter's key: yours to fill
-- ARGV[1]  limit      units per period
-- ARGV[2]  period_ms  length of the period
-- ARGV[3]  cost       units wanted; 0 only looks
-- ARGV[4]  now_ms     '' = the server's clock
-- reply    { allowed, remaining, retry_after_ms, reset_after_ms }, all of them whole numbers
--
-- allowed         1, or 0 where it does not fit; a look (cost 0) is always answered with 1
-- remaining       units that would still get in right now, after this call
-- retry_after_ms  0 when allowed; else the shortest wait until this same jump gets in; -1 where it never can
-- reset_after_ms  the wait until the limiter is as good as new; 0 where it is
--
-- A denial and a look write nothing. Whatever is written gets its TTL here, and goes when it has stopped to matter.
-- A clock that steps back counts as no time passed.

-- Given: what callers send is checked, and now is known.
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
if wrong then return redis.error_reply(wrong) end
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
if now + period > MAX then return redis.error_reply('ERR period_ms must be 2^52 - now_ms at most') end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

-- Yours from here on. So far everybody gets in, and nothing is remembered.
return { 1, limit, 0, 0 }
