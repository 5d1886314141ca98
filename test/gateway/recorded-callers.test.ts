import { expect, it } from 'vitest';
import { makeRecordedCallers } from '../../src/gateway/recorded-callers.ts';
import { FakeTime } from './fake-time.ts';

it('are so many by themselves in an hour, and the others together', async () => {
  const time = new FakeTime();
  const recordedAs = makeRecordedCallers({ now: time.now, most: 2 });
  expect(['ann', 'bob', 'ann', 'cy', 'bob', 'di'].map(recordedAs)).toEqual([
    'ann',
    'bob',
    'ann',
    'others',
    'bob',
    'others',
  ]);
  await time.pass(3_599_999);
  expect(recordedAs('cy')).toBe('others');
  await time.pass(1);
  expect(['cy', 'ann', 'bob'].map(recordedAs)).toEqual(['cy', 'ann', 'others']);
});
