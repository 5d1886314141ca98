-- A sliding log that keeps each jump a millisecond too long, and says so: wrong, and no mistake of the gallery.
local key, limit, period, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])

redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - period - 1))
local used = redis.call('ZCARD', key)
if used >= limit then
  local oldest = redis.call('ZRANGE', key, used - limit, used - limit, 'WITHSCORES')
  return { 0, 0, oldest[2] + period + 1 - now, period }
end
redis.call('ZADD', key, ARGV[4], ARGV[4] .. '-' .. used)
redis.call('PEXPIRE', key, period + 1)
return { 1, limit - used - 1, 0, period }
