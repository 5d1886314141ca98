/** What top.lua does with the server's clock, with too much, and with what is wrong. */
import { maxExact } from '../lua/check.ts';
import { asMap, engine, keysOf, runCalls, tidy, type CallAfter, type Law } from './bench.ts';

const slotMs = 600_000;

const good = ['3', String(slotMs), '1700000000000', 'a', '1', 'b', '2'];
const wrong = ['', '-1', '1.5', '1e3', ' 1', 'x', '0x10', String(maxExact + 1)];
const wrongNumbers = (name: string, at: number): [string, string[]][] =>
  wrong.filter((value) => name !== 'now_ms' || value !== '').map((value) => [name, good.with(at, value)]);
const bad: readonly [name: string, argv: string[]][] = [
  ...wrongNumbers('keep', 0),
  ['keep', good.with(0, '1')],
  ['keep', good.with(0, '1001')],
  ...wrongNumbers('slot_ms', 1),
  ['slot_ms', good.with(1, '0')],
  ['slot_ms', good.with(1, String(maxExact))],
  ...wrongNumbers('now_ms', 2),
  ...['', '@slot', 'a b', 'a\n', '{a}', 'é', 'x'.repeat(65)].map((ship): [string, string[]] => [
    'ship',
    good.with(5, ship),
  ]),
  ...wrongNumbers('jumps', 6),
  ['jumps', good.slice(0, -1)],
  ['jumps', good.with(6, String(maxExact))],
  ['jumps', good.with(4, String(maxExact)).with(6, String(maxExact))],
  ['ships', [...good.slice(0, 3), ...Array.from({ length: 1_001 }, (_, i) => [`s${i}`, '1']).flat()]],
];

export const checksItsArguments: Law = {
  name: 'names a wrong argument, and changes nothing',
  async counterexample(text) {
    const keys = keysOf(4);
    const [first, ...after] = await runCalls(text, keys, [good, ...bad.map(([, argv]) => argv)]);
    const contents = ({ keys }: CallAfter) => JSON.stringify(keys.map(({ content }) => content));
    for (const [i, one] of after.entries()) {
      const [name, argv] = bad[i]!;
      const told = `${name} ${JSON.stringify(argv).slice(0, 200)}`;
      if (!(one.reply instanceof Error) || !one.reply.message.includes(`ERR ${name} must be`))
        return `${told}: ${String(one.reply)}`;
      if (contents(one) !== contents(first!)) return `${told} changed a key`;
    }
    const [odd] = await runCalls(text, keysOf(3), [good]);
    return odd!.reply instanceof Error && odd!.reply.message.includes('ERR KEYS must be')
      ? null
      : `three keys: ${String(odd!.reply)}`;
  },
};

export const takesTheLargest: Law = {
  name: 'takes a thousand ships at once, and counts to 2^52',
  async counterexample(text) {
    const names = Array.from({ length: 1_000 }, (_, i) => `s${i}`);
    const big = ['2', String(slotMs), '0', 'a', String(maxExact - 3), 'b', '1', 'c', '1'];
    const [, many] = await runCalls(text, keysOf(2), [
      ['1000', String(slotMs), '0', ...names.flatMap((name) => [name, '1'])],
      ['1000', String(slotMs), '0', 'x'.repeat(64), '1'],
    ]);
    const [all] = await runCalls(text, keysOf(2), [big]);
    const [counts, noted] = all!.keys.map(({ content }) => asMap(content));
    const fine =
      Object.keys(asMap(many!.keys[0]!.content)).length === 1_000 &&
      asMap(many!.keys[1]!.content)['x'.repeat(64)] === '1' &&
      counts!['a'] === String(maxExact - 3) &&
      counts!['c'] === '2' &&
      noted!['@total'] === String(maxExact - 1);
    return fine ? null : JSON.stringify([counts, noted]);
  },
};

export const survivesLosses: Law = {
  name: 'begins the slot anew where the server has dropped one of its keys',
  async counterexample(text) {
    const [counts, errors] = keysOf(2) as [string, string];
    const losses = [
      [['ZADD', counts, '7', 'old']],
      [['HSET', errors, '@slot', '1699999800000', '@keep', '3', '@total', '7', 'old', '2']],
    ];
    for (const loss of losses) {
      const [after] = await runCalls(text, [counts, errors], [good], loss);
      const got = JSON.stringify(after!.keys.map(({ content }) => tidy(asMap(content))));
      const ttls = after!.keys.map(({ ttlMs }) => ttlMs);
      if (
        got.includes('old') ||
        !got.includes('1699999800000') ||
        ttls.includes(-1) ||
        ttls.includes('unchanged')
      )
        return `${got} ${ttls.join()}`;
    }
    return null;
  },
};

export const usesTheServersClock: Law = {
  name: 'without now_ms it counts by the server’s clock',
  async counterexample(text) {
    const time = async () => Number(((await engine.call('TIME')) as string[])[0]) * 1_000;
    const fromMs = (await time()) - slotMs;
    const [after] = await runCalls(text, keysOf(4), [good.with(2, '')]);
    if (after!.reply instanceof Error) return after!.reply.message;
    const [began] = after!.reply as number[];
    const ttlMs = after!.keys[0]!.ttlMs;
    const fine = began! >= fromMs && began! <= (await time()) && began! % slotMs === 0;
    return fine && typeof ttlMs === 'number' && ttlMs > slotMs - 2_000 && ttlMs <= 2 * slotMs
      ? null
      : `slot ${began}, TTL ${ttlMs}`;
  },
};
