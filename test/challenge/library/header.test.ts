import { expect, it } from 'vitest';
import { challengeNamed, headerOf } from '../../../src/challenge/library/header.ts';

it.each([
  [headerOf('a-bucket'), 'a-bucket'],
  ['\ufeff-- hyperdrive: challenge=a-bucket\r\nreturn 1', 'a-bucket'],
  ['#!lua\n-- hyperdrive: challenge=a', null],
  ['-- mine\n\n--   hyperdrive:  time=1 challenge=a-bucket ', 'a-bucket'],
  ['-- hyperdrive: model=gcra', null],
  ['return 1 -- hyperdrive: challenge=a', null],
  ['return 1\n-- hyperdrive: challenge=a', null],
  ['', null],
])('%j names %j', (script, id) => {
  expect(challengeNamed(script)).toBe(id);
});
