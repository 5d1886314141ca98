import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonProblem } from '../src/json-problem.ts';

describe('jsonProblem', () => {
  it.each([
    ['', 1, 1, 'expected a value, but the text ends'],
    [' \n ', 2, 2, 'expected a value, but the text ends'],
    ['{"a": 1,\n "b": 2,\n}', 3, 1, 'expected a name in double quotes after the comma, got }'],
    ['[1, ]', 1, 5, 'expected a value after the comma, got ]'],
    ['{a: 1}', 1, 2, 'expected a name in double quotes, or }, got a'],
    ["{'a': 1}", 1, 2, "expected a name in double quotes, or }, got '"],
    ['{"a" 1}', 1, 6, 'expected a colon, got 1'],
    ['{"a": }', 1, 7, 'expected a value after the colon, got }'],
    ['{"a": 1 "b": 2}', 1, 9, 'expected a comma or }, got "b"'],
    ['[1 2]', 1, 4, 'expected a comma or ], got 2'],
    ['[1', 1, 3, 'expected a comma or ], but the text ends'],
    ['[01]', 1, 3, 'expected a comma or ], got 1'],
    ['{} {}', 1, 4, 'expected nothing more, got {'],
    ['// fleet\n{}', 1, 1, 'expected a value, got a comment, which JSON has not'],
    [
      '["a\nb"]',
      1,
      2,
      'expected a value, or ], got a text that is not closed on its line, or has a bad backslash',
    ],
    ['["ü", undefined]', 1, 7, 'expected a value after the comma, got undefined'],
  ])('%j', (text, line, column, problem) => {
    expect(jsonProblem(text)).toEqual({ line, column, problem });
  });

  it('takes for JSON exactly what JSON.parse takes', () => {
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat(2),
      put: fc.constantFrom('', ...'{}[],:"\\0-.1e tn\n\u0001'),
    });
    fc.assert(
      fc.property(fc.json(), fc.array(edit, { maxLength: 2 }), (json, edits) => {
        const text = edits.reduce((before, { at, cut, put }) => {
          const from = at % (before.length + 1);
          return before.slice(0, from) + put + before.slice(from + cut);
        }, json);
        expect(jsonProblem(text) === null).toBe(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
