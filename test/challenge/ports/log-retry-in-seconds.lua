-- A sliding log under the contract whose retry is cut to whole seconds: flawed/rounded-down-retry.
local key, limit, period, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period))
local used = redis.call('ZCARD', key)
if used >= limit then
  local wait = redis.call('ZRANGE', key, used - limit, used - limit, 'WITHSCORES')[2] + period - now
  return { 0, 0, wait - wait % 1000, period }
end
redis.call('ZADD', key, ARGV[4], ARGV[4] .. '-' .. used)
redis.call('PEXPIRE', key, ARGV[2])
return { 1, limit - used - 1, 0, period }
