import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { exampleFleet, parseFleet } from '../src/fleet-file.ts';
import { builtInFleet } from '../src/fleet.ts';

const good = { name: 'api', algorithm: 'gcra', limit: 5, period: '60s' };
const fleetOf = (...ships: unknown[]) => JSON.stringify({ ships });

/** What is wrong with a fleet's text, a line each. */
function problems(text: string): string[] {
  try {
    parseFleet(text, 'fleet.json');
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n');
  }
}

describe('a fleet', () => {
  it('is a list of ships with their drives', () => {
    const text = fleetOf(good, {
      name: 'login',
      algorithm: 'token-bucket',
      limit: 1,
      period: 1500,
      capacity: 9,
    });
    expect(parseFleet(text, 'fleet.json')).toEqual([
      { name: 'api', drive: { algorithm: 'gcra', limit: 5, periodMs: 60_000 } },
      { name: 'login', drive: { algorithm: 'token-bucket', limit: 1, periodMs: 1500, capacity: 9 } },
    ]);
  });

  it('may be the example, or the built-in one', () => {
    expect(parseFleet(exampleFleet, 'fleet.json')).toHaveLength(3);
    const written = builtInFleet.map(({ name, drive: { periodMs, ...drive } }) => ({
      name,
      ...drive,
      period: periodMs,
    }));
    expect(parseFleet(fleetOf(...written), 'fleet.json')).toEqual(builtInFleet);
  });

  it.each([
    ['[]', 'fleet.json: the fleet must be an object with ships, got []'],
    ['{}', 'fleet.json: ships must be a list of one ship or more, got nothing'],
    ['{"ships":[]}', 'fleet.json: ships must be a list of one ship or more, got []'],
    ['{"ships":{}}', 'fleet.json: ships must be a list of one ship or more, got {}'],
    ['[[]]', 'fleet.json: the fleet must be an object with ships, got a list'],
    [
      '{"ships": [\n  {"name": "api"},\n]}',
      'fleet.json:3:1: expected a value after the comma, got ]. A fleet is JSON; hyperdrive fleet init writes one.',
    ],
  ])('is not %j', (text, problem) => expect(problems(text)).toEqual([problem]));

  it('may be as deep as it likes, and is refused', () => {
    const deep = `${'{"ships":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(problems(deep)).toEqual(['fleet.json: ships must be a list of one ship or more, got an object']);
  });

  it.each([
    [{ limit: -5 }, '.limit must be a whole number from 1 up, got -5'],
    [{ limit: 0 }, '.limit must be a whole number from 1 up, got 0'],
    [{ limit: 1.5 }, '.limit must be a whole number from 1 up, got 1.5'],
    [{ limit: '5' }, '.limit must be a whole number from 1 up, got "5"'],
    [{ limit: undefined }, '.limit must be a whole number from 1 up, got nothing'],
    [{ limit: 2 ** 53 }, '.limit must be a whole number from 1 up, got 9007199254740992'],
    [
      { period: 'soon' },
      '.period must be a duration such as "60s", or whole milliseconds from 1 up, got "soon"',
    ],
    [{ period: '0s' }, '.period must be a duration such as "60s", or whole milliseconds from 1 up, got "0s"'],
    [{ capacity: null }, '.capacity must be a whole number from 1 up, got null'],
    [{ name: 'a b' }, '.name must be 1 to 64 of A-Z a-z 0-9 . _ -, got "a b"'],
    [{ name: undefined }, '.name must be 1 to 64 of A-Z a-z 0-9 . _ -, got nothing'],
    [{ burst: 3 }, '.burst is unknown: a ship has name, algorithm, limit, period, capacity'],
    [{ 'a b': 3 }, '."a b" is unknown: a ship has name, algorithm, limit, period, capacity'],
    [
      { algorithm: 'fixed-window', capacity: 3 },
      ' has a capacity, which is for buckets, and fixed-window is none: leave it out',
    ],
    [
      { algorithm: 'sliding-window-log', limit: 10_001 },
      ' asks what sliding-window-log cannot do: it remembers every unit, so its limit is 10,000 at most',
    ],
    [
      { algorithm: 'flawed/timestamp-as-member', period: 1500 },
      ' asks what flawed/timestamp-as-member cannot do: it counts whole seconds, and the period is none',
    ],
    [
      { limit: 2 ** 50, period: 5 },
      ' cannot be counted exactly: limit (or capacity) times period in milliseconds must be 2^52 at most',
    ],
    [
      { limit: 1, capacity: 2 ** 51, period: 3 },
      ' cannot be counted exactly: limit (or capacity) times period in milliseconds must be 2^52 at most',
    ],
    [{ period: '36501d' }, ' needs more than 100 years to be as good as new: make its period shorter'],
    [
      { limit: 1, period: '365d', capacity: 101 },
      ' needs more than 100 years to be as good as new: make its period shorter',
    ],
  ])('has no ship with %j', (change, problem) => {
    expect(problems(fleetOf(good, { ...good, name: 'other', ...change }))).toEqual([
      `fleet.json: ships[1]${problem}`,
    ]);
  });

  it('has ships up to the largest that scripts count exactly', () => {
    expect(problems(fleetOf({ ...good, limit: 2 ** 50, period: 4 }))).toEqual([]);
    expect(problems(fleetOf({ ...good, algorithm: 'sliding-window-log', limit: 10_000 }))).toEqual([]);
    expect(problems(fleetOf({ ...good, limit: 1, period: '36500d' }))).toEqual([]);
  });

  it('knows the algorithms that exist, and names them', () => {
    const [problem] = problems(fleetOf({ ...good, algorithm: 'toString' }));
    expect(problem).toMatch(/ships\[0\]\.algorithm must be one of fixed-window, .*, got "toString"$/);
  });

  it('has each name once', () => {
    expect(problems(fleetOf(good, { ...good, name: 'b' }, good))).toEqual([
      'fleet.json: ships[2].name must be its own, but ships[0] is called api too',
    ]);
  });

  it('is told everything that is wrong with it, up to a screen', () => {
    expect(problems(fleetOf(7, { ...good, limit: 0, period: 0 }))).toHaveLength(3);
    const many = problems(fleetOf(...Array.from({ length: 30 }, () => null)));
    expect(many).toHaveLength(11);
    expect(many.at(-1)).toBe('fleet.json: and 20 more.');
  });

  it('does not repeat a value that is long', () => {
    const [problem] = problems(fleetOf({ ...good, name: 'x'.repeat(1000) }));
    expect(problem!.length).toBeLessThan(160);
  });
});
