-- hyperdrive: model=sliding-window-log
-- A log whose entries are those of a stream, under IDs of its own making; what has expired is trimmed by whole nodes only.
local MAX_EXACT = 2 ^ 52
local function whole(text, low, high)
  local number = string.match(text or '', '^%d+$') and tonumber(text)
  return number and number >= low and number <= high and number
end
local function int(number) return string.format('%.0f', number) end

local limit, period, cost = whole(ARGV[1], 1, 10000), whole(ARGV[2], 1, MAX_EXACT), whole(ARGV[3], 0, MAX_EXACT)
if not limit then return redis.error_reply('ERR bad limit') end
if not period then return redis.error_reply('ERR bad period') end
if not cost then return redis.error_reply('ERR bad cost') end
local now
if ARGV[4] and ARGV[4] ~= '' then
  now = whole(ARGV[4], 0, MAX_EXACT)
  if not now then return redis.error_reply('ERR bad now') end
else
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local last_ms, last_seq = string.match(newest and newest[1] or '0-0', '(%d+)-(%d+)')
local at = math.max(now, tonumber(last_ms))
local live = redis.call('XRANGE', KEYS[1], int(math.max(0, at - period + 1)), '+')
local used = #live
local missing = used + cost - limit
if cost > 0 and missing <= 0 then
  local seq = tonumber(last_ms) == at and tonumber(last_seq) or 0
  for unit = 1, cost do
    redis.call('XADD', KEYS[1], 'MINID', '~', int(math.max(0, at - period + 1)), int(at) .. '-' .. int(seq + unit), 'u', '1')
  end
  used = used + cost
  last_ms = at
  redis.call('PEXPIRE', KEYS[1], int(math.max(86400000, at + period - now)))
end
local reset_after = used > 0 and tonumber(last_ms) + period - now or 0
if cost == 0 or missing <= 0 then return { 1, limit - used, 0, reset_after } end
if cost > limit then return { 0, limit - used, -1, reset_after } end
return { 0, limit - used, tonumber(string.match(live[missing][1], '%d+')) + period - now, reset_after }
