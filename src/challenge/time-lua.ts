import { withoutComments } from './lua-code.ts';

/**
 * Makes time go by for keys, from one jump to the next of a sequence: their TTLs get shorter by ARGV[1] ms, and where nothing
 * is left the key goes, as it would have.
 */
export const ageLua = `
for _, key in ipairs(KEYS) do
  local ttl = redis.call('PTTL', key)
  if ttl >= 0 then
    local left = ttl - tonumber(ARGV[1])
    if left > 0 then
      redis.call('PEXPIRE', key, string.format('%.0f', left))
    else
      redis.call('DEL', key)
    end
  end
end`;

/**
 * Put in front of a script that asks the server for the time: TIME answers the last ARGV, µs since 1970, and what is absolute
 * on the server's clock (EXPIREAT, PXAT, XADD *) is moved from that time to the server's. One line, so that the lines
 * of the script keep their numbers.
 */
const shim = `
local redis = (function(real, virtual)
  local time = real.call('TIME')
  local ahead = math.floor(virtual / 1000) - (time[1] * 1000 + math.floor(time[2] / 1000))
  local function int(number) return string.format('%.0f', number) end
  local unit = { EXPIREAT = 1000, PEXPIREAT = 1, EXAT = 1000, PXAT = 1 }
  local function shifted(value, name)
    if not string.match(value, '^-?%d+$') then return value end
    return int(value * unit[name] - ahead)
  end
  local function through(call)
    return function(name, ...)
      local args = { ... }
      local command = string.upper(name)
      if command == 'TIME' then
        local micros = virtual % 1000000
        return { int((virtual - micros) / 1000000), int(micros) }
      end
      if unit[command] and args[2] then
        args[2] = shifted(args[2], command)
        return call('PEXPIREAT', unpack(args))
      end
      if command == 'SET' or command == 'GETEX' then
        for at = 2, #args - 1 do
          local option = string.upper(args[at])
          if option == 'EXAT' or option == 'PXAT' then
            args[at], args[at + 1] = 'PXAT', shifted(args[at + 1], option)
          end
        end
      end
      if command == 'XADD' then
        for at = 2, #args do
          if args[at] == '*' then args[at] = int(math.floor(virtual / 1000)) .. '-*' break end
        end
      end
      if command == 'PEXPIRETIME' or command == 'EXPIRETIME' then
        local ends = call('PEXPIRETIME', unpack(args))
        if type(ends) ~= 'number' or ends < 0 then return ends end
        return command == 'PEXPIRETIME' and ends + ahead or math.floor((ends + ahead + 500) / 1000)
      end
      return call(command, unpack(args))
    end
  end
  return setmetatable({ call = through(real.call), pcall = through(real.pcall) }, { __index = real })
end)(redis, tonumber(table.remove(ARGV)))
local server = redis`;

const oneLine = shim.trim().replaceAll(/\n\s*/g, ' ');

/** Whether a script's code asks the server's clock, or names an instant on it. Comments do not count. */
export function touchesTheClock(text: string): boolean {
  const code = withoutComments(text);
  return /['"](TIME|P?EXPIREAT|P?EXPIRETIME|XADD|PXAT|EXAT)['"]/i.test(code);
}

/** The script with the server's clock replaced: its last ARGV is the instant, in µs since 1970. */
export function withSimulatedTime(text: string): string {
  const shebang = /^#![^\n]*\n/.exec(text)?.[0] ?? '';
  return `${shebang}${oneLine} ${text.slice(shebang.length)}`;
}
