/** Which command counts what a type holds. */
export const lengthCommands: Readonly<Record<string, string>> = {
  string: 'STRLEN',
  hash: 'HLEN',
  list: 'LLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  stream: 'XLEN',
};

const lengthOf = Object.entries(lengthCommands).map(([type, command]) => `${type} = '${command}'`);

/**
 * Reads one key. Run by EVAL_RO, so the server itself refuses a write. Values are cut on the server: one of any size
 * costs the connection some hundred bytes.
 *
 * KEYS[1]  the key
 * ARGV     rows, offset, bytes of an element, bytes of a string, '1' for OBJECT, '1' for MEMORY
 * reply    { type, ttl_ms, length or -1, encoding or '', memory or -1, { seconds, micros }, flat content }
 *          content is pairs of the first bytes and the full length; a sorted set adds the score to each
 */
export const readKeyLua = `
local length_of = { ${lengthOf.join(', ')} }
local key = KEYS[1]
local rows, offset = tonumber(ARGV[1]), tonumber(ARGV[2])
local element_bytes, string_bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local content = {}

local function add(text)
  content[#content + 1] = string.sub(text, 1, element_bytes)
  content[#content + 1] = #text
end

-- COUNT 1 and not COUNT rows: elements of 10 MB must not stand in memory side by side.
local function scan(command, width)
  if rows == 0 then return end
  local cursor, taken = '0', 0
  repeat
    local page = redis.call(command, key, cursor, 'COUNT', 1)
    cursor = page[1]
    for i = 1, #page[2], width do
      if taken == rows then return end
      taken = taken + 1
      for part = i, i + width - 1 do add(page[2][part]) end
    end
  until cursor == '0'
end

local kind = redis.call('TYPE', key).ok
local length = length_of[kind] and redis.call(length_of[kind], key) or -1
local last = math.min(length, offset + rows) - 1

if kind == 'string' then
  content = { redis.call('GETRANGE', key, '0', string.format('%.0f', string_bytes - 1)), length }
elseif kind == 'hash' then
  scan('HSCAN', 2)
elseif kind == 'set' then
  scan('SSCAN', 1)
elseif kind == 'list' then
  for i = offset, last do add(redis.call('LINDEX', key, string.format('%.0f', i))) end
elseif kind == 'zset' then
  for i = offset, last do
    local rank = string.format('%.0f', i)
    local entry = redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')
    add(entry[1])
    content[#content + 1] = entry[2]
  end
end

-- Nice to know, and a user may be denied them: an error is a table, and counts as not known.
local encoding, memory = '', -1
if ARGV[5] == '1' then
  local reply = redis.pcall('OBJECT', 'ENCODING', key)
  if type(reply) == 'string' then encoding = reply end
end
if ARGV[6] == '1' then
  local reply = redis.pcall('MEMORY', 'USAGE', key)
  if type(reply) == 'number' then memory = reply end
end

return { kind, redis.call('PTTL', key), length, encoding, memory, redis.call('TIME'), content }`;
