import { describe, expect, it } from 'vitest';
import { ask } from '../../lua/plans.ts';
import { bonus } from '../../../src/challenge/bonus/index.ts';
import { attackModels } from '../../../src/challenge/models/index.ts';
import { Ratio } from '../../../src/challenge/models/ratio.ts';
import { timeline } from '../../../src/challenge/models/timeline.ts';

const bonusModels = Object.entries(bonus).map(([id, { model }]) => [id, model] as const);
const everyModel = [...Object.entries(attackModels), ...bonusModels];

describe.each(everyModel)('the exact model of %s', (_, { cases, model: create }) => {
  it.each(cases)('$name', ({ rows }) => {
    const model = create();
    const answers = rows.map((row) => ask(model, row));
    expect(answers).toEqual(rows.map(({ decision }) => decision));
  });
});

describe('a case table', () => {
  it.each([
    ['5 for 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1', /drive/],
    ['5 per 10 limit 3', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1', /drive/],
    ['5 per 10 capacity', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1', /no whole number/],
    ['5 per 10', 'at cost allowed remaining reset\n0 1 yes 1 0 1', /columns/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 maybe 1 0 1', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset delay\n0 1 yes 1 0 1', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1 0', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1.5 0 1', /no whole number/],
    ['5 per 10', 'at cost allowed remaining retry reset', /no rows/],
    ['5 per 10', 'at cost allowed remaining retry reset | class\n0 1 yes 1 0 1', /behind \|/],
    ['5 per 10', 'at cost allowed remaining retry reset | class\n0 1 yes 1 0 1 | a b', /behind \|/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1 | a', /behind \|/],
  ])('that cannot be read is refused (%#)', (drive, table, why) => {
    expect(() => timeline('t', drive, table)).toThrow(why);
  });

  it('tells words behind | as tags, and numbers as counts', () => {
    const [row] = timeline(
      't',
      '5 per 10',
      'at cost allowed remaining retry reset | class denied\n0 1 yes 1 0 1 | scout 7',
    ).rows;
    expect(row!.tags).toEqual({ class: 'scout' });
    expect(row!.decision.counts).toEqual({ denied: 7 });
  });

  it('changes limit and capacity from a row on', () => {
    const head = 'at cost allowed remaining retry reset';
    const rows = `${head}\n1 1 yes 1 0 1\nlimit 7\n2 1 yes 1 0 1\ncapacity none\n3 1 yes 1 0 1`;
    const drives = timeline('t', '5 per 10 capacity 9', rows).rows.map(({ limit, capacity }) => [
      limit,
      capacity,
    ]);
    expect(drives).toEqual([
      [5, 9],
      [7, 9],
      [7, undefined],
    ]);
  });
});

describe('a fraction', () => {
  const half = new Ratio(1n, 2n);
  const third = new Ratio(1n, 3n);

  it('is exact', () => {
    const sixths = (over: bigint) => new Ratio(over, 6n);
    expect(half.plus(third)).toEqual(sixths(5n));
    expect(third.minus(half)).toEqual(sixths(-1n));
    expect(half.times(third)).toEqual(sixths(1n));
    expect(third.by(half)).toEqual(sixths(4n));
    expect([third.isBelow(half), half.isBelow(third), half.isBelow(half)]).toEqual([true, false, false]);
    expect([Ratio.min(half, third), Ratio.max(half, third)]).toEqual([third, half]);
  });

  it.each([
    [7n, 3n, 2n, 3n],
    [6n, 3n, 2n, 2n],
    [-7n, 3n, -3n, -2n],
    [-6n, 3n, -2n, -2n],
    [0n, 3n, 0n, 0n],
  ])('%d/%d is between %d and %d', (over, under, floor, ceil) => {
    const ratio = new Ratio(over, under);
    expect([ratio.floor(), ratio.ceil()]).toEqual([floor, ceil]);
  });

  it('has a denominator above 0', () => {
    expect(() => new Ratio(1n, 0n)).toThrow('denominator');
    expect(() => half.by(new Ratio(0n))).toThrow('denominator');
  });
});
