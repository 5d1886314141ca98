import { expect, it } from 'vitest';
import { teaches } from '../../src/lesson/teaches.ts';

const mission = (number: number, ...algorithms: string[]) => ({
  id: `m${number}`,
  number,
  title: '',
  minutes: 1,
  algorithms,
  objectives: [],
});

it.each([
  ['the one that is about it, not one that compares it', 'log', 5],
  ['the first of several', 'window', 1],
  ['one that only compares it, where no other names it', 'bucket', 1],
  ['none', 'queue', null],
])('finds %s', (_, algorithm, number) => {
  const missions = [mission(1, 'window', 'log', 'bucket'), mission(2, 'window'), mission(5, 'log')];
  expect(teaches(missions.toReversed(), algorithm)).toBe(number);
});
