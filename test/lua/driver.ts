/**
 * Random traces, each in one round trip: a driver in Lua makes the calls one after the other, the script under test standing in
 * it word for word. Thousands of them take seconds, and on every engine time hardly moves inside one.
 *
 * That a script answers the same when it is called as it is, is what the case tables are run both ways for.
 */
import { createHash } from 'node:crypto';
import { ReplyError, type Reply } from '../../src/engine/port.ts';
import type { Decision } from '../../src/limiter/decision.ts';
import {
  argv,
  contentLua,
  parkedTtlMs,
  timeMs,
  type Call,
  type Held,
  type Subject,
  type Trace,
} from './trace.ts';

/** ARGV of the driver: steps, each a name and its arguments. Keys go by number: 1 is the limiter's, 2 a copy of it. */
const driver = (text: string) => `
local function limiter(KEYS, ARGV)
${text}
end
${contentLua}
local position = 0
local function take()
  position = position + 1
  return ARGV[position]
end

local parked = ${parkedTtlMs}
local deadline -- when the key expires by its own TTL, in the trace's time
local steps = {}

local function park(key)
  return redis.call('PEXPIRE', key, string.format('%.0f', parked))
end
function steps.park() return park(KEYS[1]) end

local function call(key)
  local args = {}
  for index = 1, tonumber(take()) do args[index] = take() end
  local reply = limiter({ key }, args)
  if reply.err then error(reply.err, 0) end
  local ttl = redis.call('PTTL', key)
  if ttl > 0 and ttl < parked - 60000 then deadline = args[4] + ttl end
  return { reply, ttl }
end

-- A call that sets no TTL leaves the one of before, and nothing expires in real time.
function steps.call()
  local key = KEYS[tonumber(take())]
  park(key)
  return call(key)
end

function steps.unparked() return call(KEYS[1]) end

function steps.expire()
  local now = tonumber(take())
  if not deadline or now < deadline then return 0 end
  deadline = nil
  return redis.call('DEL', KEYS[1])
end

function steps.copy()
  redis.call('DEL', KEYS[2])
  return redis.call('COPY', KEYS[1], KEYS[2])
end

function steps.dump()
  return { content(KEYS[1]), redis.call('PTTL', KEYS[1]) }
end

local begin = redis.call('TIME')
redis.call('DEL', KEYS[1], KEYS[2])
local answers = {}
while position < #ARGV do answers[#answers + 1] = steps[take()]() end
redis.call('DEL', KEYS[1], KEYS[2])
return { begin, redis.call('TIME'), answers }`;

type Step = readonly (string | number)[];

function stepOf(name: readonly (string | number)[], call: Call): Step {
  const args = argv(call);
  return [...name, args.length, ...args];
}
const onKey = (call: Call): Step => stepOf(['call', 1], call);
const onCopy = (call: Call): Step => stepOf(['call', 2], call);

interface Driven {
  answers: Reply[];
  elapsedMs: number;
}

/** The driver with this script in it, by the script's text: made once, because a text is long. */
const drivers = new Map<string, { text: string; sha: string }>();

async function drive({ connection, key, text }: Subject, steps: readonly Step[]): Promise<Driven> {
  let known = drivers.get(text);
  if (!known) {
    const whole = driver(text);
    known = { text: whole, sha: createHash('sha1').update(whole).digest('hex') };
    drivers.set(text, known);
  }
  const { sha } = known;
  const run = () => connection.call('EVALSHA', sha, 2, key, `${key}:copy`, ...steps.flat());
  let reply: Reply;
  try {
    reply = await run();
  } catch (error) {
    if (!(error instanceof ReplyError && error.message.startsWith('NOSCRIPT'))) throw error;
    await connection.call('SCRIPT', 'LOAD', known.text);
    reply = await run();
  }
  const [begin, end, answers] = reply as [Reply, Reply, Reply[]];
  return { answers, elapsedMs: timeMs(end) - timeMs(begin) };
}

/**
 * Runs `calls` from an empty key, and leaves nothing behind. Throws what the script throws. With `expiring` the key goes when the
 * TTL that the script gave it has run out by the calls' own instants; without, it stays.
 */
export async function driveTrace(
  subject: Subject,
  calls: readonly Call[],
  { expiring = false } = {},
): Promise<Trace> {
  const { answers, elapsedMs } = await drive(
    subject,
    calls.flatMap((call) => (expiring ? [['expire', call.nowMs!], onKey(call)] : [onKey(call)])),
  );
  const outcomes = calls.map((_, index) => {
    const [reply, ttlMs] = answers[expiring ? index * 2 + 1 : index] as [Reply, number];
    return { decision: subject.read(reply), ttlMs };
  });
  return { outcomes, elapsedMs };
}

/**
 * Brings an empty key to a state with `history`, then tries each of `probes` (some calls in a row) on a copy of that
 * state of its own. Answers with the probes' decisions.
 */
export async function driveProbes(
  subject: Subject,
  history: readonly Call[],
  probes: readonly (readonly Call[])[],
): Promise<Decision[][]> {
  const steps: Step[] = [...history.map(onKey), ['park']];
  const where = probes.map((probe) => {
    steps.push(['copy']);
    return probe.map((call) => {
      steps.push(onCopy(call));
      return steps.length - 1;
    });
  });
  const { answers } = await drive(subject, steps);
  return where.map((indexes) => indexes.map((index) => subject.read((answers[index] as Reply[])[0]!)));
}

/** What a key held before some calls and after them. */
export interface Witnessed {
  before: Held;
  after: Held;
  decisions: Decision[];
  elapsedMs: number;
}

/** Brings an empty key to a state with `history`, then makes `calls`, and tells what they changed. */
export async function driveWitnessed(
  subject: Subject,
  history: readonly Call[],
  calls: readonly Call[],
): Promise<Witnessed> {
  const { answers, elapsedMs } = await drive(subject, [
    ...history.map(onKey),
    ['park'],
    ['dump'],
    ...calls.map((call) => stepOf(['unparked'], call)),
    ['dump'],
  ]);
  const held = (answer: Reply): Held => {
    const [content, ttlMs] = answer as [Reply, number];
    return { content, ttlMs };
  };
  const begin = history.length + 1;
  return {
    before: held(answers[begin]!),
    after: held(answers.at(-1)!),
    decisions: answers.slice(begin + 1, -1).map((answer) => subject.read((answer as Reply[])[0]!)),
    elapsedMs,
  };
}
