import { expect, it } from 'vitest';
import { makeStyle } from '../../src/view/style.ts';

const style = (env: Record<string, string>, isTTY = true, columns = 80) =>
  makeStyle({ env, isTTY, columns: columns || undefined });

it.each<[Record<string, string>, boolean, number]>([
  [{ TERM: 'xterm' }, true, 1],
  [{ TERM: 'xterm-256color' }, true, 2],
  [{ TERM: 'xterm', COLORTERM: 'truecolor' }, true, 3],
  [{ TERM: 'dumb' }, true, 0],
  [{ TERM: 'xterm' }, false, 0],
  [{ TERM: 'xterm', FORCE_COLOR: '1' }, false, 1],
  [{ TERM: 'xterm', FORCE_COLOR: '0' }, true, 0],
  [{ TERM: 'xterm', FORCE_COLOR: '' }, false, 1],
  [{ TERM: 'xterm', FORCE_COLOR: '3', NO_COLOR: '1' }, true, 0],
  [{ TERM: 'xterm', NO_COLOR: '' }, true, 1],
])('with %j, terminal %s, has colour level %i', (env, isTTY, level) => {
  expect(style(env, isTTY).chalk.level).toBe(level);
});

it('asks the stream for its width, then COLUMNS, then takes 80; never more than 100', () => {
  expect(style({ COLUMNS: '60' }, true, 40).width).toBe(40);
  expect(style({ COLUMNS: '60' }, false, 0).width).toBe(60);
  expect(style({}, false, 0).width).toBe(80);
  expect(style({}, true, 300).width).toBe(100);
  expect(style({ COLUMNS: 'wide' }, false, 0).width).toBe(80);
});

it('draws with plain characters where the locale or the terminal knows no others', () => {
  expect([style({}).unicode, style({ LANG: 'C.UTF-8' }).unicode]).toEqual([true, true]);
  expect([style({ LC_ALL: 'C' }).unicode, style({ TERM: 'dumb' }).unicode]).toEqual([false, false]);
});
