-- A sliding log under the contract whose members are times: flawed/timestamp-as-member, in milliseconds.
local key, limit, period, cost, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
if now == '' then
  local time = redis.call('TIME')
  now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
end

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period))
local used = redis.call('ZCARD', key)
local reset = used > 0 and redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] + period - now or 0
if cost == 0 then return { 1, limit - used, 0, reset } end
if used + cost > limit then
  if cost > limit then return { 0, limit - used, -1, reset } end
  local last = redis.call('ZRANGE', key, used + cost - limit - 1, used + cost - limit - 1, 'WITHSCORES')
  return { 0, limit - used, last[2] + period - now, reset }
end
redis.call('ZADD', key, now, now)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - cost, 0, period }
