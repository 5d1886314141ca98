import type { Connection } from '../../src/engine/port.ts';

/** 10 MB, made by the server: the connection need not carry it. */
export const tenMegabytes = 10 * 1024 * 1024;

/** Fills `key` on the server. The script sees `big`, a text of 10 MB, and `many(n, add)`, which adds in batches. */
export async function fill(connection: Connection, key: string | Buffer, script: string): Promise<void> {
  await connection.call(
    'EVAL',
    `
local key, big = KEYS[1], string.rep('A', ${tenMegabytes})
local function many(command, count, words)
  local batch = {}
  for i = 1, count do
    for _, word in ipairs(words(i)) do batch[#batch + 1] = word end
    if i % 500 == 0 or i == count then
      redis.call(command, key, unpack(batch))
      batch = {}
    end
  end
end
${script}`,
    1,
    key,
  );
}
