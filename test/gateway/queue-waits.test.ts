import { expect, it } from 'vitest';
import { longestWait } from '../../src/gateway/queue-waits.ts';
import { policy } from './policies.ts';

const queue = (name: string, capacity?: number) =>
  policy(name, { algorithm: 'leaky-bucket-queue', ...(capacity && { capacity }) });

it('is of the queue with the most before its last request', () => {
  const routes = [
    { path: '/a', cost: 1, policies: [queue('short', 3)] },
    { path: '/b', cost: 2, policies: [queue('long')] },
    { path: '/*', cost: 1, policies: [policy('bucket', { capacity: 1_000 })] },
  ];
  expect(longestWait(routes)).toEqual({ policy: routes[1]!.policies[0], ms: 36_000 });
});

it('is none where no request is held', () => {
  expect(longestWait([{ path: '/*', cost: 1, policies: [policy('bucket')] }])).toBeNull();
  expect(longestWait([{ path: '/*', cost: 1, policies: [queue('one at a time', 1)] }])).toBeNull();
});
