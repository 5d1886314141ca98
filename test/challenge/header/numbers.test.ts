import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOf, plainNumber } from '../../../src/challenge/header/numbers.ts';

describe('a number as an argument', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [5, '5'],
    [-3, '-3'],
    [2.5, '2.5'],
    [1_700_000_000.123, '1700000000.123'],
    [1e21, '1000000000000000000000'],
    [2 ** 53, '9007199254740992'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
  ])('%d is %s', (value, text) => expect(plainNumber(value)).toBe(text));

  it('is plain, and means the same number', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(any, (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(Number.isInteger(value) ? /^-?\d+$/ : /^-?\d+\.\d+$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a text as a number', () => {
  it.each([
    ['5', 5],
    [' -2.5 ', -2.5],
    ['1.7e+15', 1.7e15],
    ['', null],
    [' ', null],
    ['0x10', null],
    ['5 jumps', null],
    ['Infinity', null],
  ])('%j is %s', (text, value) => expect(numberOf(text)).toBe(value));
});
