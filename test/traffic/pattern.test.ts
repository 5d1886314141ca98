import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { readArrivals } from '../../src/traffic/arrivals-csv.ts';
import { makePattern, type PatternOptions } from '../../src/traffic/pattern.ts';
import { parseRate, perSecond } from '../../src/traffic/rate.ts';

const asked = (options: Partial<PatternOptions>) => ({ cost: 1, seed: 1, ...options });
const twice = parseRate('2/s')!;

describe('a rate', () => {
  it.each([
    ['10/s', 10],
    ['10', 10],
    ['0.5/s', 0.5],
    ['600/m', 10],
    ['5/h', 5 / 3_600],
    ['1/d', 1 / 86_400],
    ['10/60s', 1 / 6],
    ['1/1m30s', 1 / 90],
  ])('%s is %f a second', (text, wanted) => expect(perSecond(parseRate(text)!)).toBeCloseTo(wanted, 12));

  it.each(['', '0', '0/s', '-1/s', '1/', '/s', '1/0s', '1/week', '1 /s', 'x', '1e3', '1/s/s'])(
    '%j is none',
    (text) => expect(parseRate(text)).toBeNull(),
  );
});

describe('a pattern', () => {
  it('is none where no pace is asked for', () => {
    expect(makePattern(asked({}))).toBeNull();
    expect(makePattern(asked({ count: 12 }))).toBeNull();
  });

  it('of a rate over a time ends with that time', () => {
    const pattern = makePattern(asked({ rate: twice, over: 32_000, cost: 3 }))!;
    expect(pattern).toMatchObject({ kind: 'steady', name: 'steady', overMs: 32_000, endMs: 32_000 });
    expect(pattern.arrivals).toHaveLength(64);
    expect(pattern.arrivals[1]).toEqual({ atMs: 500, cost: 3 });
  });

  it('of so many at a rate ends with the last, and lasts what they take', () => {
    const pattern = makePattern(asked({ rate: twice, count: 10 }))!;
    expect(pattern).toMatchObject({ overMs: 5_000, endMs: 4_500 });
    expect(pattern.arrivals).toHaveLength(10);
  });

  it('of so many over a time has the rate that follows', () => {
    const pattern = makePattern(asked({ count: 4, over: 10_000 }))!;
    expect(pattern.arrivals.map(({ atMs }) => atMs)).toEqual([0, 2_500, 5_000, 7_500]);
    expect(pattern).toMatchObject({ overMs: 10_000, endMs: 10_000, rate: { jumps: 4, perMs: 10_000 } });
  });

  it('of chance is the same for the same seed', () => {
    const of = (seed: number) => makePattern(asked({ rate: twice, over: 60_000, arrivals: 'poisson', seed }));
    expect(of(5)).toEqual(of(5));
    expect(of(5)!.arrivals).not.toEqual(of(6)!.arrivals);
    const late = makePattern(asked({ rate: twice, count: 40, arrivals: 'poisson', seed: 3 }))!;
    expect(late.overMs).toBeGreaterThanOrEqual(late.arrivals.at(-1)!.atMs);
  });

  it('that is on and off knows its phase', () => {
    const of = (arrivals: string) => makePattern(asked({ rate: twice, over: 60_000, arrivals }));
    expect(of('on-off')).toMatchObject({ kind: 'on-off', phaseMs: 5_000 });
    expect(of('on-off:20s')).toMatchObject({ kind: 'on-off', name: 'on-off:20s', phaseMs: 20_000 });
    expect(of('steady')).not.toHaveProperty('phaseMs');
  });

  it('of a file comes as the file says', () => {
    const pattern = makePattern(asked({ arrivals: 'a/trace.csv' }), '0\n10,5\n');
    expect(pattern).toMatchObject({ kind: 'file', name: 'a/trace.csv', rate: null, overMs: 10, endMs: 10 });
    expect(pattern!.arrivals).toEqual([
      { atMs: 0, cost: 1 },
      { atMs: 10, cost: 5 },
    ]);
  });

  it.each<[Partial<PatternOptions>, RegExp]>([
    [{ rate: twice }, /^--rate needs an end: add --over/],
    [{ over: 1_000 }, /^--over needs to know how many: add --rate/],
    [{ rate: twice, over: 1_000, count: 5 }, /^--rate, --over and --count are one too many/],
    [{ arrivals: 'poisson' }, /^--arrivals poisson needs a rate/],
    [{ arrivals: 'poisson', count: 5, over: 1_000 }, /^--arrivals poisson needs a rate/],
    [{ arrivals: 'steady', count: 5 }, /^--arrivals steady needs a rate/],
    [{ arrivals: 'sometimes' }, /^--arrivals sometimes is no pattern/],
    [{ arrivals: 'on-off:0s', rate: twice, over: 1_000 }, /is no pattern/],
    [{ arrivals: 'on-off', rate: parseRate('5/h')!, over: 1_000 }, /try --arrivals on-off:3600s\.$/],
    [{ rate: parseRate('1001/s')!, over: 1_000_000 }, /more than 1,000,000 jumps/],
    [{ arrivals: 'a.csv', rate: twice }, /^a\.csv says itself when jumps come: leave out --rate/],
    [{ arrivals: 'a.csv', count: 2 }, /leave out --count/],
    [{ arrivals: 'a.csv', over: 2 }, /leave out --over/],
  ])('asked for with %j is refused in a line', (options, told) => {
    const make = () => makePattern(asked(options), '0');
    expect(make).toThrow(UsageError);
    expect(make).toThrow(told);
  });

  it('of exactly a million jumps is not too many', () => {
    expect(makePattern(asked({ rate: parseRate('1000/s')!, over: 1_000_000 }))!.arrivals).toHaveLength(
      1_000_000,
    );
  });
});

describe('arrivals in a file', () => {
  const read = (text: string, most = 10) => readArrivals('t.csv', text, 2, most);

  it.each([
    ['bare', '0\n5\n5\n', ['0 2', '5 2', '5 2']],
    ['with costs', '0,3\n5\n9,0', ['0 3', '5 2', '9 0']],
    ['with a header', 'at_ms,cost\n7,1', ['7 1']],
    ['with a short header', 'at_ms\n7', ['7 2']],
    ['as other programs write them', '\ufeffat_ms, cost\r\n\r\n 7 , 1 \r\n\r\n', ['7 1']],
  ])('%s are read', (_, text, wanted) => {
    expect(read(text).map(({ atMs, cost }) => `${atMs} ${cost}`)).toEqual(wanted);
  });

  it.each([
    ['', 't.csv:1: no jumps: write one at_ms a line, such as 0.'],
    ['at_ms\n', 't.csv:1: no jumps: write one at_ms a line, such as 0.'],
    [
      '0\n\n1.5\n',
      't.csv:3: at_ms must be whole milliseconds from the start, 15 digits at most, and is "1.5".',
    ],
    ['0\n-1\n', 't.csv:2: at_ms must be whole milliseconds from the start, 15 digits at most, and is "-1".'],
    [
      '0\nat_ms\n',
      't.csv:2: at_ms must be whole milliseconds from the start, 15 digits at most, and is "at_ms".',
    ],
    [
      '0,9007199254740993\n',
      't.csv:1: cost must be a whole number, 15 digits at most, and is "9007199254740993".',
    ],
    ['0,x\n', 't.csv:1: cost must be a whole number, 15 digits at most, and is "x".'],
    ['0,\n', 't.csv:1: cost must be a whole number, 15 digits at most, and is "".'],
    ['0,1,2\n', 't.csv:1: there are 3 columns, and at_ms and cost are all.'],
    ['0\n5\n4\n', 't.csv:3: 4 comes after 5: put the jumps in order of time.'],
    ['0\n0\n0\n', 't.csv:3: 2 jumps are the most.'],
  ])('%j are refused with line and reason', (text, told) => {
    expect(() => read(text, 2)).toThrow(new UsageError(told));
  });
});
