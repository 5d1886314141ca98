-- Top talkers of all ships: who makes the most jumps, in a list that never grows. It is the Space-Saving algorithm
-- (Metwally, Agrawal and El Abbadi, 2005): a ship that is not in a full list takes over the smallest counter, as if it had
-- made those jumps too. In a slot of time with so many jumps in all, `total`, this holds of every ship in its list:
--
--   count - error <= jumps it really made <= count
--
-- No error is above the smallest count of a full list, nor that above total / keep. So who made more than total / keep
-- is in the list.
--
-- KEYS     the slots of time that are kept, the newest first: all their counts, then in the same order all their errors
--            counts: a sorted set of at most `keep` ships
--            errors: a hash of the ships whose count may be too high, and by how much; `@slot`, when the slot began;
--                    `@keep`, how many ships are in it at most; `@total`, all jumps
-- ARGV[1]  keep     ships in a list: 2 to 1000; of a slot that has begun, what it began with
-- ARGV[2]  slot_ms  length of a slot; one begins at every whole multiple of it
-- ARGV[3]  now_ms   '' = the server's clock
-- ARGV[4]  a ship, ARGV[5] its jumps, and so on: at most 1000 ships
-- reply    { began_ms, total }: of the slot that was counted in
--
-- All keys have one hash tag, {@usage}, which no ship can have: on a cluster they share a slot, whoever the ships are.

local MAX_EXACT = 2 ^ 52 -- up to here a double holds every whole number, sums included

local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end

-- Lua would write a large number as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end

if #KEYS < 2 or #KEYS % 2 == 1 then return redis.error_reply('ERR KEYS must be as many errors as counts') end
local slots = #KEYS / 2
local counts, errors = KEYS[1], KEYS[slots + 1]
local keep = whole(ARGV[1], 2, 1000)
local slot_ms = whole(ARGV[2], 1, MAX_EXACT)
if not keep then return redis.error_reply('ERR keep must be a whole number from 2 to 1000') end
if not slot_ms then return redis.error_reply('ERR slot_ms must be a whole number from 1 to 2^52') end
if #ARGV > 2003 then return redis.error_reply('ERR ships must be 1000 at most') end

local jumps, added = {}, 0
for i = 4, #ARGV, 2 do
  local ship = ARGV[i]
  if #ship > 64 or not string.match(ship, '^[%w._-]+$') then
    return redis.error_reply('ERR ship must be 1 to 64 of A-Z a-z 0-9 . _ -')
  end
  jumps[i] = whole(ARGV[i + 1], 0, MAX_EXACT)
  if not jumps[i] then return redis.error_reply('ERR jumps must be a whole number from 0 to 2^52') end
  added = math.min(added + jumps[i], MAX_EXACT + 1) -- a sum beyond that would lose digits
end

local now
if not ARGV[3] or ARGV[3] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = whole(ARGV[3], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR now_ms must be empty or a whole number from 0 to 2^52') end
end

local began = now - now % slot_ms
if began + slots * slot_ms > MAX_EXACT then
  return redis.error_reply('ERR slot_ms must be short enough for the slots to end before 2^52')
end

local stored = redis.call('HMGET', errors, '@slot', '@keep', '@total')
local ships = redis.call('ZCARD', counts)
-- Where a server that was full has dropped one of the two keys, the other says nothing.
local newest = ships > 0 and tonumber(stored[1] or -1) or -1
-- A clock that steps back counts as no time passed: the newest slot goes on.
began = math.max(began, newest)
local begins = began > newest
local total = added
if not begins then
  keep = tonumber(stored[2])
  total = stored[3] + added
end
if total > MAX_EXACT then return redis.error_reply('ERR jumps must be 2^52 at most, with what the slot holds') end
if added == 0 then return { began, total } end

if begins then
  -- Each slot moves one place on. They keep their TTLs, and the oldest falls off the end.
  for i = slots, 2, -1 do
    local from, to = { KEYS[i - 1], KEYS[slots + i - 1] }, { KEYS[i], KEYS[slots + i] }
    if newest >= 0 and redis.call('EXISTS', from[1], from[2]) == 2 then
      redis.call('RENAME', from[1], to[1])
      redis.call('RENAME', from[2], to[2])
    elseif newest >= 0 then
      redis.call('DEL', to[1], to[2])
    end
  end
  redis.call('DEL', counts, errors)
  redis.call('HSET', errors, '@slot', int(began), '@keep', int(keep))
  ships = 0
end

for i = 4, #ARGV, 2 do
  local ship = ARGV[i]
  if jumps[i] > 0 then
    if redis.call('ZSCORE', counts, ship) then
      redis.call('ZINCRBY', counts, int(jumps[i]), ship)
    elseif ships < keep then
      redis.call('ZADD', counts, int(jumps[i]), ship)
      ships = ships + 1
    else
      -- The newcomer may have been counted before, but never more often than the smallest: so much is its error.
      local smallest = redis.call('ZPOPMIN', counts) -- { its ship, its count }
      redis.call('HDEL', errors, smallest[1])
      redis.call('ZADD', counts, int(smallest[2] + jumps[i]), ship)
      redis.call('HSET', errors, ship, int(smallest[2]))
    end
  end
end

redis.call('HSET', errors, '@total', int(total))
if begins then
  local ttl = int(began + slots * slot_ms - now)
  redis.call('PEXPIRE', counts, ttl)
  redis.call('PEXPIRE', errors, ttl)
end
return { began, total }
