/** What shows only at numbers, instants or amounts that nobody tries by hand; and what looks as if it did. */
import { expect, inject, it } from 'vitest';
import { mutate } from '../lua/mutate.ts';
import { attackText, gist, packageFile } from './attacked.ts';

const patience = { timeout: 180_000 };

/** A packaged script in which some texts stand for others. */
function changed(algorithm: string, ...changes: [from: string, to: string][]): string {
  const text = packageFile(`lua/${algorithm}.lua`);
  const other = changes.reduce((script, [from, to]) => mutate(script, from, to), text);
  return `-- hyperdrive: model=${algorithm}\n${other}`;
}

const trims = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))";
const refusesCost = 'if not cost then';

it.each([
  [
    'a log that forgets now and then keeps no more than 128 too many',
    changed('sliding-window-log', [
      trims,
      `if redis.call('ZCARD', key) + cost > limit + 128 then ${trims} end`,
    ]),
  ],
  [
    'what would leave 2^52 is refused by name',
    changed('token-bucket', [refusesCost, 'if not cost or cost * period > MAX_EXACT then']),
  ],
])('%s', patience, async (_, text) => expect(gist(await attackText(text))).toBeNull());

/** Elsewhere so many commands in one call take too long to be tried. */
const largeLogs: [string, string, string][] = [
  [
    'more members than one call can take',
    'shape',
    changed(
      'sliding-window-log',
      ['local sequence = 0', 'local sequence, members = 0, {}'],
      [
        "    redis.call('ZADD', key, int(at), int(at)",
        '    members[#members + 1] = int(at)\n    members[#members + 1] = (int(at)',
      ],
      ['  used = used + cost\n', "  redis.call('ZADD', key, unpack(members))\n  used = used + cost\n"],
    ),
  ],
];

it.each([
  ['fourteen digits of what is stored', 'decision', changed('token-bucket', ["'%.0f'", "'%.14g'"])],
  [
    'microseconds put behind seconds as they are',
    'clock',
    changed('sliding-window-log', [
      'now = time[1] * 1000 + math.floor(time[2] / 1000)',
      'now = math.floor(tonumber(time[1] .. time[2]) / 1000)',
    ]),
  ],
  ...(inject('engineKind') === 'valkey' ? largeLogs : []),
])('%s', patience, async (_, law, text) =>
  expect(gist(await attackText(text))).toMatchObject({ law, mistake: null }),
);
