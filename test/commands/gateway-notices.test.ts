import { expect, it } from 'vitest';
import { gatherNotices } from '../../src/commands/gateway-notices.ts';
import { FakeTime } from '../gateway/fake-time.ts';

const gone = 'The engine is gone.';
const back = 'The engine decides again.';

/** Three gateways, and what people read of them. */
function three() {
  const time = new FakeTime();
  const said: string[] = [];
  const later = (ms: number) => new Promise<void>((resolve) => void time.after(ms, resolve));
  const notices = gatherNotices(3, (line) => said.push(line), later);
  return { ...notices, said, time };
}

it('says once what all say within half a second', async () => {
  const { hear, said, time } = three();
  hear(2, gone);
  await time.pass(400);
  hear(1, gone);
  hear(3, gone);
  expect(said).toEqual([]);
  await time.pass(100);
  expect(said).toEqual(['All 3 gateways: The engine is gone.']);
});

it('names those that say it, where it is not all', async () => {
  const { hear, said, time } = three();
  hear(3, gone);
  hear(1, gone);
  hear(2, back);
  await time.pass(500);
  hear(2, gone);
  await time.pass(500);
  expect(said).toEqual([
    'Gateways 1 and 3: The engine is gone.',
    'Gateway 2: The engine decides again.',
    'Gateway 2: The engine is gone.',
  ]);
});

it('keeps the order in which one says them', async () => {
  const { hear, said, time } = three();
  for (const line of [gone, back, gone]) hear(1, line);
  await time.pass(500);
  expect(said.map((line) => line.slice('Gateway 1: '.length))).toEqual([gone, back, gone]);
});

it('can be told not to wait', async () => {
  const { hear, flush, said, time } = three();
  hear(1, gone);
  flush();
  expect(said).toEqual(['Gateway 1: The engine is gone.']);
  await time.pass(500);
  expect(said).toHaveLength(1);
});
