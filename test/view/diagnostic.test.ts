import { expect, it } from 'vitest';
import { diagnostic } from '../../src/view/diagnostic.ts';

const terminal = { isTTY: true, columns: 40 };
const line = '--ship nostromo is of no fleet: name one of the fleet, or give --limit and --period.';

it('is broken between words on a terminal', () => {
  expect(diagnostic(`${line}\n`, terminal).split('\n')).toEqual([
    '--ship nostromo is of no fleet: name one',
    '  of the fleet, or give --limit and',
    '  --period.',
    '',
  ]);
});

it('is one line in a pipe', () => {
  expect(diagnostic(`${line}\n`, { isTTY: false, columns: undefined })).toBe(`${line}\n`);
});

it('is safe, and keeps its own lines and what is to be pasted', () => {
  const header = '  -- hyperdrive: model=gcra argv=limit,period,cost,now';
  expect(diagnostic(`Write:\n${header}\n\u001b[2J`, terminal)).toBe(`Write:\n${header}\n\\x1b[2J`);
});

it('takes a terminal that tells no width for one of 80 columns', () => {
  const widths = diagnostic(`${line} ${line}`, { isTTY: true, columns: 0 }).split('\n');
  expect(widths[0]!.length).toBeGreaterThan(70);
  expect(widths[0]!.length).toBeLessThanOrEqual(80);
});
