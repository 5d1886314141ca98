import { describe, expect, it } from 'vitest';
import { golfLine } from '../../src/view/verdict-cost.ts';
import { verdictView } from '../../src/view/verdict.ts';
import { plainStyle } from '../support/style.ts';
import { held, heldOnTheLookAlike } from './verdicts.ts';

describe('a script that held', () => {
  it('is told with what it survived, what is worth knowing, and its cost', () => {
    expect(verdictView(held, plainStyle())).toMatchInlineSnapshot(`
      "✓ HELD: no law broke
      limiter.lua · judged as token-bucket
      It survived 18,332 jumps in 1,204 traces, and 8 clients at once, on valkey
      8.0.1.
      Tried were limits of 1 to 150, periods of 1 ms to 7 d and costs of 0 to 2^52.

      Laws that held
        ✓ The server takes the script.
        ✓ It touches no key but those in KEYS.
        ✓ It answers, and in the shape that was agreed.
        ✓ It admits what is due, and nothing else.
        ✓ What it says is left would be admitted, and not a unit more.
        ✓ Who waits as long as told is admitted; a millisecond earlier is too early.
        ✓ Every key has a TTL, and none goes while what it holds still matters.
        ✓ Many clients at once never get more than the limit.

      Worth knowing
        • It believes whatever clock the caller sends.

      Not attacked
        • Reset after: the reply does not tell it.

      What it costs beside token-bucket
      ┌───────────────────────┬───────┬───────────┐
      │                       │ yours │ reference │
      ├───────────────────────┼───────┼───────────┤
      │ commands a call       │   3.0 │       2.5 │
      │ bytes a key           │   128 │        96 │
      │ server time, relative │   1.2 │       1.0 │
      └───────────────────────┴───────┴───────────┘

      The same attack again:
        hyperdrive attack limiter.lua --seed 7"
    `);
  });

  it('is told in 40 columns, without unicode', () => {
    expect(verdictView(held, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "+ HELD: no law broke
      limiter.lua - judged as token-bucket
      It survived 18,332 jumps in 1,204
      traces, and 8 clients at once, on valkey
      8.0.1.
      Tried were limits of 1 to 150, periods
      of 1 ms to 7 d and costs of 0 to 2^52.

      Laws that held
        + The server takes the script.
        + It touches no key but those in KEYS.
        + It answers, and in the shape that
          was agreed.
        + It admits what is due, and nothing
          else.
        + What it says is left would be
          admitted, and not a unit more.
        + Who waits as long as told is
          admitted; a millisecond earlier is
          too early.
        + Every key has a TTL, and none goes
          while what it holds still matters.
        + Many clients at once never get more
          than the limit.

      Worth knowing
        - It believes whatever clock the
          caller sends.

      Not attacked
        - Reset after: the reply does not tell
          it.

      What it costs beside token-bucket
      +---------------------+-----+---------+
      |                     |yours|reference|
      +---------------------+-----+---------+
      |commands a call      |  3.0|      2.5|
      |bytes a key          |  128|       96|
      |server time, relative|  1.2|      1.0|
      +---------------------+-----+---------+

      The same attack again:
        hyperdrive attack limiter.lua --seed 7"
    `);
  });

  it('is told calmly what the engine cannot measure', () => {
    const text = verdictView(heldOnTheLookAlike, plainStyle());
    expect(text.slice(text.indexOf('What it costs'))).toMatchInlineSnapshot(`
      "What it costs beside token-bucket
      ┌─────────────────┬───────┬───────────┐
      │                 │ yours │ reference │
      ├─────────────────┼───────┼───────────┤
      │ commands a call │   3.0 │       2.5 │
      └─────────────────┴───────┴───────────┘
      Not measured: the built-in look-alike cannot tell the bytes a key and the server
      time.

      The same attack again:
        hyperdrive attack limiter.lua --seed 7"
    `);
  });

  it('may have nothing to be compared with, and met one client alone', () => {
    const alone = { ...held, cost: null, survived: { ...held.survived, clients: 0 } };
    const text = verdictView(alone, plainStyle());
    expect(text).not.toContain('What it costs');
    expect(text).toContain('It survived 18,332 jumps in 1,204 traces, on valkey');
  });
});

describe('the golf line', () => {
  it('counts commands and bytes beside the reference', () => {
    expect(golfLine(held.cost!, plainStyle())).toBe(
      'golf, low wins: 3.0 commands a call (reference 2.5), 128 bytes a key (96)',
    );
  });

  it('leaves out what this engine cannot count', () => {
    expect(golfLine({ ...held.cost!, bytesPerKey: null }, plainStyle())).toBe(
      'golf, low wins: 3.0 commands a call (reference 2.5)',
    );
    expect(golfLine({ ...held.cost!, commandsPerCall: null }, plainStyle())).toBe(
      'golf, low wins: 128 bytes a key (reference 96)',
    );
    expect(golfLine({ ...held.cost!, commandsPerCall: null, bytesPerKey: null }, plainStyle())).toBe(
      'golf, low wins: this engine can count neither commands nor bytes',
    );
  });
});
