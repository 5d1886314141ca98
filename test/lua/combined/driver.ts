/** Traces of a script of several limits, each in one round trip: the script under test stands word for word in a driver in Lua. */
import type { Connection, Reply } from '../../../src/engine/port.ts';
import {
  readSeveral,
  severalArgs,
  type SeveralDecision,
  type SeveralRule,
} from '../../../src/limiter/several.ts';
import { makeScript } from '../../../src/limiter/script.ts';
import { ReplyError } from '../../../src/engine/port.ts';
import { parkedTtlMs, timeMs } from '../trace.ts';
import type { SeveralCall } from './model.ts';

/** A script of several limits, and as many keys of its own as one call may have. */
export interface SeveralSubject {
  connection: Connection;
  rule: SeveralRule;
  text: string;
  keys: readonly string[];
}

/** What one call answered, and what each key held and how long it had to live after it. */
export interface SeveralOutcome {
  decision: SeveralDecision;
  values: (string | null)[];
  /** Of a key that the call set; null of one that it left alone; -1 for none, -2 for no key. */
  ttls: (number | null)[];
}

/** After each call every key gets a TTL that outlives the trace: what sets none leaves it, and nothing expires in real time. */
const driver = (text: string) => `
local function limiter(KEYS, ARGV)
${text}
end
local position = 0
local function take()
  position = position + 1
  return ARGV[position]
end
local begin = redis.call('TIME')
redis.call('DEL', unpack(KEYS))
local answers = {}
while position < #ARGV do
  local args = {}
  for index = 1, tonumber(take()) do args[index] = take() end
  local reply = limiter(KEYS, args)
  if reply.err then error(reply.err, 0) end
  local ttls, values = {}, {}
  for index, key in ipairs(KEYS) do
    ttls[index] = redis.call('PTTL', key)
    values[index] = redis.call('GET', key)
    redis.call('PEXPIRE', key, '${parkedTtlMs}')
  end
  answers[#answers + 1] = { reply, ttls, values }
end
redis.call('DEL', unpack(KEYS))
return { begin, redis.call('TIME'), answers }`;

/** Runs the calls, one after the other from empty keys, and leaves nothing behind. Throws what the script throws. */
export async function driveSeveral(
  { connection, rule, text, keys }: SeveralSubject,
  calls: readonly SeveralCall[],
): Promise<{ outcomes: SeveralOutcome[]; elapsedMs: number }> {
  const count = calls[0]!.limits.length;
  const steps = calls.flatMap(({ limits, cost, nowMs }) => {
    const args = severalArgs({ limits, cost, heldMs: nowMs });
    return [args.length, ...args];
  });
  const script = makeScript(rule, driver(text));
  const rest = [count, ...keys.slice(0, count), ...steps];
  let reply: Reply;
  try {
    reply = await connection.call('EVALSHA', script.sha, ...rest);
  } catch (error) {
    if (!(error instanceof ReplyError && error.message.startsWith('NOSCRIPT'))) throw error;
    reply = await connection.call('EVAL', script.text, ...rest);
  }
  const [begin, end, answers] = reply as [Reply, Reply, [Reply, number[], (string | null)[]][]];
  const outcomes = answers.map(([answer, ttls, values]) => ({
    decision: readSeveral(rule, answer, count),
    values,
    ttls: ttls.map((ttl) => (ttl > parkedTtlMs - 60_000 ? null : ttl)),
  }));
  return { outcomes, elapsedMs: timeMs(end) - timeMs(begin) };
}
