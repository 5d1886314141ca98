import { describe, expect, it } from 'vitest';
import { laws, type Law } from '../../src/challenge/verdict.ts';
import { makeStyle } from '../../src/view/style.ts';
import { verdictView } from '../../src/view/verdict.ts';
import { withoutColour } from '../../src/view/wrap.ts';
import { plainStyle } from '../support/style.ts';
import * as verdicts from './verdicts.ts';

describe('a broken script', () => {
  it('is told with the smallest sequence, the known mistake and how to see it again', () => {
    expect(verdictView(verdicts.timestampAsMember, plainStyle())).toMatchInlineSnapshot(`
      "✗ BROKEN in 3 jumps: it decides wrongly
      limiter.lua · judged as sliding-window-log
      The law: it admits what is due, and nothing else.

      At 2 per 60 s:
      ┌──────┬─────────┬─────────────────┬─────────────────┬─────────────────────────┐
      │ jump │      at │ due             │ got             │ keys after it           │
      ├──────┼─────────┼─────────────────┼─────────────────┼─────────────────────────┤
      │    1 │ 0.000 s │ allowed, 1 left │ allowed, 1 left │ zset of 1: 1736942400;  │
      │      │         │                 │                 │ TTL 60 s                │
      │    2 │ 0.000 s │ allowed, 0 left │ allowed, 1 left │ zset of 1: 1736942400;  │
      │      │         │                 │                 │ TTL 60 s                │
      │  ✗ 3 │ 0.000 s │ denied          │ allowed, 1 left │ zset of 1: 1736942400;  │
      │      │         │                 │                 │ TTL 60 s                │
      └──────┴─────────┴─────────────────┴─────────────────┴─────────────────────────┘

      At most 2 in any 60 s, and not less.
      At 0.000 s one more jump got in that was too many.

      This is a known mistake: jumps in the same second overwrite each other in the
      set, so they are counted once.
      Mission 5 explains it:
        hyperdrive mission 5
      It is in the gallery:
        hyperdrive lua timestamp-as-member

      The same attack again:
        hyperdrive attack limiter.lua --seed 7
      Seen on valkey 8.0.1, the clock held: no time passed but what the jumps say;
      0.000 s is 1736942400000 ms since 1970, 12:00:00.000 UTC.

      Not attacked
        • Costs: the script takes none.
        • Retry after: the reply does not tell it."
    `);
  });

  it('is told in 40 columns, without unicode', () => {
    expect(verdictView(verdicts.flooredRefill, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "x BROKEN in 3 jumps: it decides wrongly
      ./my limiters/bucket.lua - judged as
        token-bucket
      The law: it admits what is due, and
      nothing else.

      At 2 per 60 s, capacity 10:
      jump 1 at 0.000 s: cost 10
        due  allowed, 0 left
        got  allowed, 0 left
        keys hash tokens=0
             last_refill=1736942400; TTL 2 min
      jump 2 at 15.000 s
        due  denied, retry in 15 s
        got  denied
        keys hash tokens=0
             last_refill=1736942400; TTL 2 min
      x jump 3 at 30.000 s
        due  allowed, 0 left
        got  denied
        keys hash tokens=0
             last_refill=1736942400; TTL 2 min

      A bucket of 10, refilled by 2 per 60 s,
      not more and not less.
      At 30.000 s there was room for 1 unit.
      Refused.

      This is a known mistake: what has been
      refilled is rounded down to whole
      tokens, and the rest is lost at every
      call: who polls faster than one token
      takes gets none, ever.
      Mission 3 explains it:
        hyperdrive mission 3
      It is in the gallery:
        hyperdrive lua floored-refill

      The same attack again:
        hyperdrive attack './my limiters/bucket.lua' --seed 7
      Seen on valkey 8.0.1, with TIME
      simulated: the script was told these
      instants; 0.000 s is 1736942459999 ms
      since 1970, 12:00:59.999 UTC."
    `);
  });

  it('is told with what was promised and what happened', () => {
    expect(verdictView(verdicts.earlyRetry, plainStyle())).toMatchInlineSnapshot(`
      "✗ BROKEN in 3 jumps: the wait that it tells is not the wait
      limiter.lua · judged as gcra
      The law: who waits as long as told is admitted; a millisecond earlier is too
      early.

      At 3 per 10 s:
      ┌──────┬─────────┬────────┬──────────────┬──────────────┬──────────────────────┐
      │ jump │      at │ how    │ due          │ got          │ keys after it        │
      ├──────┼─────────┼────────┼──────────────┼──────────────┼──────────────────────┤
      │    1 │ 0.000 s │ cost 3 │ allowed,     │ allowed,     │ "1736942410000+0/1"; │
      │      │         │        │ 0 left       │ 0 left       │ TTL 10 s             │
      │    2 │ 0.000 s │        │ denied,      │ denied,      │ "1736942410000+0/1"; │
      │      │         │        │ retry in     │ retry in     │ TTL 10 s             │
      │      │         │        │ 3.334 s      │ 3.333 s      │                      │
      │  ✗ 3 │ 3.333 s │        │ allowed      │ denied,      │ "1736942410000+0/1"; │
      │      │         │        │              │ retry in     │ TTL 6.667 s          │
      │      │         │        │              │ 1 ms         │                      │
      └──────┴─────────┴────────┴──────────────┴──────────────┴──────────────────────┘

      Promised at 3.333 s.
      Refused at 3.333 s.

      The same attack again:
        hyperdrive attack limiter.lua --seed 7
      Seen on valkey 8.0.1, the clock held: no time passed but what the jumps say;
      0.000 s is 1736942400000 ms since 1970, 12:00:00.000 UTC."
    `);
  });

  it('may be a matter of keys: what a server or a script says cannot act on the terminal', () => {
    expect(verdictView(verdicts.undeclaredKey, plainStyle())).toMatchInlineSnapshot(`
      "✗ BROKEN in 1 jump: it touches a key that is not in KEYS
      limiter.lua · judged as token-bucket
      The law: it touches no key but those in KEYS.

      At 2 per 60 s:
      ┌──────┬─────────┬────────────────┬──────────────────────────┬─────────────────┐
      │ jump │      at │ due            │ got                      │ keys after it   │
      ├──────┼─────────┼────────────────┼──────────────────────────┼─────────────────┤
      │  ✗ 1 │ 0.000 s │ allowed,       │ error: No permissions to │ attack: "1";    │
      │      │         │ 1 left         │ access a key script:     │ TTL 60 s        │
      │      │         │                │ 3f2a,                    │ last_refill:    │
      │      │         │                │ on                       │ "1736942400";   │
      │      │         │                │ @user_script:12.\\x1b[31m │ no TTL          │
      └──────┴─────────┴────────────────┴──────────────────────────┴─────────────────┘

      Promised: it touches the key in KEYS, and no other.
      It reached for hyperdrive:{kobayashi}:attack:last_refill.

      This is a known mistake: it writes a key that it has not declared.
      Mission 2 explains it:
        hyperdrive mission 2
      It is in the gallery:
        hyperdrive lua undeclared-key

      The same attack again:
        hyperdrive attack limiter.lua --seed 7
      Seen on valkey 8.0.1, the clock held: no time passed but what the jumps say;
      0.000 s is 1736942400000 ms since 1970, 12:00:00.000 UTC."
    `);
  });

  it('may never end', () => {
    expect(verdictView(verdicts.endless, plainStyle())).toMatchInlineSnapshot(`
      "✗ BROKEN in 1 jump: a call does not end in reasonable time
      limiter.lua · judged as sliding-window-log
      The law: each call ends, and in reasonable time.

      At 2 per 60 s:
      ┌──────┬─────────┬───────────┬──────┐
      │ jump │      at │ due       │ got  │
      ├──────┼─────────┼───────────┼──────┤
      │  ✗ 1 │ 0.000 s │ an answer │ none │
      └──────┴─────────┴───────────┴──────┘

      Promised: a call ends within 5 s.
      It was still going on then, and was killed with its server.

      The same attack again:
        hyperdrive attack limiter.lua --seed 7
      Seen on the built-in look-alike, by the real clock: another run may differ by
      milliseconds."
    `);
  });

  it('may not even be taken', () => {
    expect(verdictView(verdicts.syntaxError, plainStyle())).toMatchInlineSnapshot(`
      "✗ BROKEN: the server does not take it
      limiter.lua · judged as sliding-window-log

      Promised: a script.
      The server said: limiter.lua:3: '=' expected near 'then'

      Seen on valkey 8.0.1."
    `);
  });

  it('is told that another promise is kept', () => {
    const verdict = { ...verdicts.earlyRetry, keepsInstead: 'fixed-window-from-first' };
    expect(verdictView(verdict, plainStyle())).toContain(`
It kept another promise in all that was tried by hand. If that is what you mean,
say so in its header, and attack it again:
  model=fixed-window-from-first

The same attack again:`);
  });

  it('is named as it is typed in a shell, and shown as a terminal can bear it', () => {
    const verdict = { ...verdicts.endless, file: "it's\u001b[2J.lua", notAttacked: ['\u001b[1mCosts.'] };
    const text = verdictView(verdict, plainStyle());
    expect(text).not.toContain('\u001b');
    expect(text).toContain(String.raw`hyperdrive attack 'it'\\''s\x1b[2J.lua' --seed 7`);
  });

  it('is marked by more than colour, and colour changes no text', () => {
    const style = { ...makeStyle({ env: { FORCE_COLOR: '1' }, isTTY: true, columns: 80 }), unicode: true };
    const text = verdictView(verdicts.negativeCost, style);
    expect(withoutColour(text)).toBe(verdictView(verdicts.negativeCost, plainStyle()));
    expect(text).toMatch(/\u001b\[31m.*✗ 3/);
  });
});

describe('every verdict', () => {
  const commandLine = /^ {2}hyperdrive /;

  it.each([40, 80, 100])('fits %i columns, but for commands, which are copied whole', (width) => {
    for (const verdict of Object.values(verdicts)) {
      const lines = verdictView(verdict, plainStyle(width)).split('\n');
      const tooLong = lines.filter((line) => line.length > width && !commandLine.test(line));
      expect(tooLong).toEqual([]);
    }
  });

  it('does without unicode', () => {
    for (const verdict of Object.values(verdicts)) {
      expect(verdictView(verdict, plainStyle(80, { unicode: false }))).toMatch(/^[\n -~]*$/);
    }
  });

  it.each(laws.map((law: Law) => [law]))('that %s is broken has a headline of one line', (law) => {
    const verdict = {
      ...verdicts.timestampAsMember,
      finding: { ...verdicts.timestampAsMember.finding!, law },
    };
    expect(verdictView(verdict, plainStyle()).split('\n')[0]).toMatch(/^✗ BROKEN in 3 jumps: [a-z].*[a-zS]$/);
  });
});
