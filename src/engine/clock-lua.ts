/**
 * Gives each key the TTL that it has at the held instant, or drops it where that has passed. Leaves a note for `park` of
 * the real instant, in ms, that the held one stands for: before Valkey and Redis 7.2, time goes on inside MULTI/EXEC.
 */
export const unpark = `
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 3, #KEYS do
  local deadline = redis.call('HGET', KEYS[1], KEYS[i])
  if deadline then
    local left = tonumber(deadline) - tonumber(ARGV[1])
    if left > 0 then
      redis.call('PEXPIREAT', KEYS[i], string.format('%.0f', real + left))
    else
      redis.call('DEL', KEYS[i])
      redis.call('HDEL', KEYS[1], KEYS[i])
    end
  end
end
redis.call('HSET', KEYS[1], '@real', string.format('%.0f', real))`;

/**
 * Notes when each key would expire on the held clock, and lets it outlive that physically: for a day, but never for
 * longer than the clock itself is held. KEYS[2] is the clock; `real` the instant that the held one stands for.
 */
const parkAll = `
local keep = math.min(tonumber(ARGV[2]), redis.call('PTTL', KEYS[2]))
for i = 3, #KEYS do
  local at = redis.call('PEXPIRETIME', KEYS[i])
  if at >= 0 then
    redis.call('HSET', KEYS[1], KEYS[i], string.format('%.0f', tonumber(ARGV[1]) + at - real))
    redis.call('PEXPIRE', KEYS[i], string.format('%.0f', keep))
  else
    redis.call('HDEL', KEYS[1], KEYS[i])
  end
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', keep))`;
export const park = `
local real = tonumber(redis.call('HGET', KEYS[1], '@real'))
redis.call('HDEL', KEYS[1], '@real')
${parkAll}`;

/** Stops the clock, unless it stands already, and parks the TTLs that run at the same instant. Answers with that instant. */
export const hold = `
local held = redis.call('GET', KEYS[2])
if held then return held end
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
local now = ARGV[1] ~= '' and ARGV[1] or string.format('%.0f', real)
redis.call('SET', KEYS[2], now, 'PX', ARGV[3])
ARGV[1] = now
${parkAll}
return now`;

/** Deletes keys whose deadline has passed: asked again, for somebody may have jumped meanwhile. */
export const reap = `
for i = 2, #KEYS do
  local deadline = redis.call('HGET', KEYS[1], KEYS[i])
  if deadline and tonumber(deadline) <= tonumber(ARGV[1]) then
    redis.call('DEL', KEYS[i])
    redis.call('HDEL', KEYS[1], KEYS[i])
  end
end`;
