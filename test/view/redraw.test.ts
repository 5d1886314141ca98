import { describe, expect, it } from 'vitest';
import { fitRows, redraw } from '../../src/view/redraw.ts';
import { Screen } from '../support/screen.ts';

const size = { columns: 10, rows: 6 };

/** What a terminal shows after these frames, one over the other. */
function shown(frames: string[][], { columns, rows } = size): Screen {
  const screen = new Screen(columns, rows).write('above\n');
  frames.forEach((frame, i) => screen.write(redraw(frames[i - 1] ?? [], frame, { columns, rows })));
  return screen.write('$');
}

describe('redraw', () => {
  it.each<[string, string[][], string]>([
    ['draws a first time', [['one', 'two']], 'above\none\ntwo\n$'],
    [
      'puts a line in the place of another',
      [
        ['one', 'two'],
        ['one', '2'],
      ],
      'above\none\n2\n$',
    ],
    ['grows', [['one'], ['one', 'two', 'three']], 'above\none\ntwo\nthree\n$'],
    ['shrinks, and leaves nothing', [['one', 'two', 'three'], ['1']], 'above\n1\n$'],
    ['goes away', [['one', 'two'], []], 'above\n$'],
    ['keeps the last character of a full line', [['x'], ['1234567890', '2']], 'above\n1234567890\n2\n$'],
    ['knows that colours take no room', [['\u001b[1m1234567890\u001b[22m'], ['x']], 'above\nx\n$'],
  ])('%s', (_, frames, text) => expect(shown(frames).text).toBe(text));

  it('stays under what has scrolled away', () => {
    const screen = shown([
      ['1', '2', '3', '4', '5'],
      ['a', 'b', 'c', 'd', 'e'],
    ]);
    expect(screen.text).toBe('above\na\nb\nc\nd\ne\n$');
  });

  it('takes away lines that a narrower terminal has broken', () => {
    const screen = new Screen(4, 10).write('top\n');
    // As the terminal shows a line of ten columns after it got four.
    screen.write('1234567890\n');
    screen.write(redraw(['1234567890'], ['ab'], { columns: 4, rows: 10 }));
    expect(screen.text).toBe('top\nab');
  });

  it('erases line by line, and neither screen nor scrollback', () => {
    expect(redraw(['one', 'two', 'three'], ['1'], size)).toBe(
      '\r\u001b[3A\u001b[2K1\n\u001b[2K\n\u001b[2K\n\u001b[2A',
    );
  });
});

describe('fitRows', () => {
  const missing = (lines: number) => `${lines} more`;

  it.each<[string[], number, number, string[]]>([
    [['a', 'b', 'c'], 3, 0, ['a', 'b', 'c']],
    [['a', 'b', 'c', 'd'], 3, 0, ['a', 'b', '2 more']],
    [['a', 'b', 'c', 'd', 'end'], 4, 1, ['a', 'b', '2 more', 'end']],
    [['a', 'b', 'end'], 2, 1, ['2 more', 'end']],
  ])('%j in %d rows, keeping %d', (lines, rows, kept, fitted) =>
    expect(fitRows(lines, rows, missing, kept)).toEqual(fitted),
  );
});
