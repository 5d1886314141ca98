import { describe, expect, it } from 'vitest';
import { replayOf } from '../../src/lesson/replay.ts';

const memory = 'hyperdrive serve --instances 3 --store memory --limit 10';
const shared = 'hyperdrive serve --instances 3 --limit 10';
const http = 'hyperdrive burst scout --http --count 60';
const jump = 'hyperdrive jump scout';

describe('what is played again before a step', () => {
  it('is what changes something, in order', () => {
    expect(replayOf([jump, 'hyperdrive inspect', 'hyperdrive warp 10s', 'hyperdrive drill flush'])).toEqual([
      jump,
      'hyperdrive warp 10s',
    ]);
  });

  it('is not what gateways kept in a memory that is gone, but all else in between', () => {
    expect(replayOf([memory, http, jump, shared, http])).toEqual([jump, shared, http]);
    expect(replayOf([memory, http, memory, http])).toEqual([memory, http]);
  });

  it('is what gateways keep in their memory still, and what they left in the engine', () => {
    expect(replayOf([memory, http])).toEqual([memory, http]);
    expect(replayOf([shared, http, memory, http])).toEqual([shared, http, memory, http]);
    expect(replayOf([http, jump, memory])).toEqual([http, jump, memory]);
  });
});
