/** What record.lua promises, as laws that look for a counterexample. */
import fc from 'fast-check';
import { maxExact } from '../lua/check.ts';
import { asMap, engine, keysOf, runCalls, sameTtl, tidy, type CallAfter, type Law } from './bench.ts';

const minuteMs = 60_000;
const keys = keysOf(1);

interface Call {
  allowed: number;
  denied: number;
  minutes: number;
  nowMs: number;
}

const argv = ({ allowed, denied, minutes, nowMs }: Call) => [allowed, denied, minutes, nowMs].map(String);

/** The usage of a ship, as anybody would write it down. */
class Model {
  private readonly minutes = new Map<number, [allowed: number, denied: number]>();

  /** What the call answers, what the key holds then, and the TTL that it gets. */
  call({ allowed, denied, minutes, nowMs }: Call) {
    const newest = Math.max(-1, ...this.minutes.keys());
    const minute = Math.max(nowMs - (nowMs % minuteMs), newest);
    const [a, d] = this.minutes.get(minute) ?? [0, 0];
    const counted: [number, number] = [a + allowed, d + denied];
    let ttlMs: number | 'unchanged' = 'unchanged';
    if (allowed + denied > 0) {
      this.minutes.set(minute, counted);
      if (minute > newest) {
        ttlMs = minute + minutes * minuteMs - nowMs;
        for (const began of this.minutes.keys())
          if (began <= minute - minutes * minuteMs) this.minutes.delete(began);
      }
    }
    const content: Record<string, string> = {};
    for (const [began, counts] of this.minutes) content[began] = counts.join(' ');
    if (this.minutes.size) content['newest'] = String(Math.max(...this.minutes.keys()));
    return { reply: [minute, ...counted], content, ttlMs: this.minutes.size ? ttlMs : -2 };
  }
}

const calls = fc
  .record({
    startMs: fc.constantFrom(0, 1_700_000_000_000, 1_700_000_039_999, maxExact - 200 * minuteMs),
    minutes: fc.constantFrom(2, 3, 5, 60),
    moves: fc.array(
      fc.record({
        allowed: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(2 ** 40)),
        denied: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(2 ** 40)),
        waitMs: fc.oneof(
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
          { weight: 3, arbitrary: fc.constantFrom(60_000, 59_999, 120_000, 180_000, 300_000) },
          { weight: 1, arbitrary: fc.integer({ min: -400_000, max: -1 }) },
        ),
      }),
      { minLength: 1, maxLength: 16 },
    ),
  })
  .map(({ startMs, minutes, moves }) => {
    let nowMs = startMs;
    return moves.map(({ waitMs, ...counts }): Call => {
      nowMs = Math.max(0, nowMs + waitMs);
      return { ...counts, minutes, nowMs };
    });
  });

const tell = (call: Call) => JSON.stringify(call);

/** Where what the script did is not what the model says. */
function difference(trace: readonly Call[], after: readonly CallAfter[]): string | null {
  const model = new Model();
  for (const [i, call] of trace.entries()) {
    const wanted = model.call(call);
    const { reply, keys } = after[i]!;
    const { content, ttlMs } = keys[0]!;
    const same =
      JSON.stringify(reply) === JSON.stringify(wanted.reply) &&
      tidy(asMap(content)) === tidy(wanted.content) &&
      sameTtl(ttlMs, wanted.ttlMs as number | 'unchanged');
    if (!same) {
      const got = { reply: reply instanceof Error ? reply.message : reply, content, ttlMs };
      return `${trace
        .slice(0, i + 1)
        .map(tell)
        .join('\n')}\nwanted ${JSON.stringify(wanted)}\ngot ${JSON.stringify(got)}`;
    }
  }
  return null;
}

const agrees: Law = {
  name: 'counts every minute exactly, keeps so many and no more, and gives the key its TTL',
  async counterexample(text, runs) {
    const details = await fc.check(
      fc.asyncProperty(calls, async (trace) => {
        const found = difference(trace, await runCalls(text, keys, trace.map(argv)));
        if (found !== null) throw new Error(found);
      }),
      { numRuns: runs },
    );
    return details.failed ? `seed ${details.seed}: ${String(details.errorInstance)}` : null;
  },
};

/** Traces in which one mistake or the other shows. */
const tables: readonly Call[][] = [
  // One minute is kept, and it is the current one.
  [0, 1, 3].map((minute) => ({ allowed: 1, denied: 2, minutes: 1, nowMs: minute * minuteMs })),
  // The largest numbers.
  [
    { allowed: maxExact - 1, denied: maxExact, minutes: 2, nowMs: maxExact - 3 * minuteMs },
    { allowed: 1, denied: 0, minutes: 2, nowMs: maxExact - 3 * minuteMs },
  ],
  // Denials alone are something to write down.
  [{ allowed: 0, denied: 1, minutes: 2, nowMs: 5 }],
];

const followsItsTables: Law = {
  name: 'follows its tables',
  async counterexample(text) {
    for (const table of tables) {
      const found = difference(table, await runCalls(text, keys, table.map(argv)));
      if (found !== null) return found.slice(-2_000);
    }
    return null;
  },
};

const dropsADay: Law = {
  name: 'drops a whole day of minutes in one call, and keeps the last',
  async counterexample(text) {
    const day = Array.from({ length: 1_440 }, (_, i) => [String(i * minuteMs), '1 0']).flat();
    const before = [['HSET', keys[0]!, ...day, 'newest', String(1_439 * minuteMs)]];
    const late = ['1', '0', '1440', String(2_878 * minuteMs)];
    const [after] = await runCalls(text, keys, [late], before);
    const fields = Object.keys(asMap(after!.keys[0]!.content)).sort();
    return fields.join() === ['newest', String(1_439 * minuteMs), late[3]].sort().join()
      ? null
      : fields.join();
  },
};

const good = ['1', '1', '60', '1700000000000'];
const wrong = ['', '-1', '1.5', '1e3', ' 1', 'x', '0x10', String(maxExact + 1)];
const bad: readonly [name: string, argv: string[]][] = [
  ...['allowed', 'denied', 'minutes', 'now_ms'].flatMap((name, at) =>
    wrong
      .filter((value) => name !== 'now_ms' || value !== '')
      .map((value): [string, string[]] => [name, good.with(at, value)]),
  ),
  ['minutes', good.with(2, '0')],
  ['minutes', good.with(2, '1441')],
  ['now_ms', good.with(3, String(maxExact - 59 * minuteMs))],
  ['allowed', good.with(0, String(maxExact))],
  ['denied', good.with(1, String(maxExact))],
  ['allowed', []],
];

const checksItsArguments: Law = {
  name: 'names a wrong argument, and changes nothing',
  async counterexample(text) {
    const all = [good, ...bad.map(([, argv]) => argv)];
    const [first, ...after] = await runCalls(text, keys, all);
    for (const [i, { reply, keys }] of after.entries()) {
      const [name, argv] = bad[i]!;
      if (!(reply instanceof Error) || !reply.message.includes(`ERR ${name} must be`))
        return `${name} ${JSON.stringify(argv)}: ${String(reply)}`;
      if (JSON.stringify(keys[0]!.content) !== JSON.stringify(first!.keys[0]!.content))
        return `${name} ${JSON.stringify(argv)} changed the key`;
    }
    return null;
  },
};

const leavesOtherKeys: Law = {
  name: 'leaves a key that holds something else',
  async counterexample(text) {
    const others = [
      ['RPUSH', keys[0]!, 'cargo'],
      ['HSET', keys[0]!, 'newest', '1699999980000', '1699999980000', 'cargo'],
      ['HSET', keys[0]!, 'newest', 'cargo'],
    ];
    for (const other of others) {
      const [after] = await runCalls(text, keys, [good], [other]);
      if (!(after!.reply instanceof Error) || !/WRONGTYPE|holds no usage/.test(after!.reply.message))
        return `${other.join(' ')}: ${String(after!.reply)}`;
      if (!JSON.stringify(after!.keys[0]!.content).includes('cargo')) return `${other.join(' ')}: changed`;
    }
    return null;
  },
};

const usesTheServersClock: Law = {
  name: 'without now_ms it counts by the server’s clock',
  async counterexample(text) {
    const time = async () => Number(((await engine.call('TIME')) as string[])[0]) * 1_000;
    for (const now of [[''], []]) {
      const fromMs = (await time()) - minuteMs;
      const [after] = await runCalls(text, keys, [['1', '0', '60', ...now]]);
      if (after!.reply instanceof Error) return after!.reply.message;
      const [minute] = after!.reply as number[];
      const ttlMs = after!.keys[0]!.ttlMs;
      const fine = minute! >= fromMs && minute! <= (await time()) && minute! % minuteMs === 0;
      if (!fine || typeof ttlMs === 'string' || ttlMs > 60 * minuteMs || ttlMs < 58 * minuteMs)
        return `minute ${minute}, TTL ${ttlMs}`;
    }
    return null;
  },
};

export const recordLaws: readonly Law[] = [
  checksItsArguments,
  leavesOtherKeys,
  usesTheServersClock,
  agrees,
  followsItsTables,
  dropsADay,
];
