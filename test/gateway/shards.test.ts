import { beforeEach, describe, expect, it } from 'vitest';
import { ReplyError, type Arg } from '../../src/engine/port.ts';
import { slotOf } from '../../src/engine/slot.ts';
import type { Decider } from '../../src/gateway/decider.ts';
import { settled, type FakeTime } from './fake-time.ts';
import { ask, policy } from './policies.ts';
import type { ScriptedEngine } from './scripted-engine.ts';
import { allowed, deadlineMs, Stage } from './stage.ts';

/** Two callers on each of two primaries: by their keys' tags, as a cluster has it. */
const places: Record<string, string> = { ann: 'a:1', ada: 'a:1', bob: 'b:1', ben: 'b:1' };
const nodeOf = (key: string) => places[/\{(.*?)\}/.exec(key)![1]!] ?? null;

let stage: Stage;
let time: FakeTime;
let engine: ScriptedEngine;
let notices: string[];
/** The nodes that do not answer. */
let hung: Set<string>;
let asked: string[];
let dropped: string[];
beforeEach(() => {
  stage = new Stage();
  ({ time, engine, notices } = stage);
  hung = new Set();
  asked = [];
  dropped = [];
  engine.cluster = {
    primaries: () => [],
    placeOf: (key) => ({ slot: slotOf(key), node: nodeOf(String(key)) }),
    drop: (node) => void dropped.push(node),
  };
  engine.replies = (command: readonly Arg[]) => {
    const key = String(command[3]);
    asked.push(key);
    // The double keeps unanswered what has no reply.
    return hung.has(nodeOf(key)!) ? (undefined as never) : allowed;
  };
});

const by = async (decider: Decider, caller: string) => (await decider.decide(ask(undefined, 1, caller))).by;
/** As many decisions as open a circuit, none of which is answered. */
async function giveUp(decider: Decider, caller: string): Promise<void> {
  const verdicts = [1, 2, 3, 4, 5].map(() => by(decider, caller));
  await time.pass(deadlineMs);
  expect(await Promise.all(verdicts)).toEqual(Array(5).fill('closed'));
}

describe('one hung primary', () => {
  it('keeps nobody from the others, and is asked no more itself but by a probe in the slot of what failed', async () => {
    const decider = await stage.start();
    hung.add('b:1');
    await giveUp(decider, 'bob');
    asked = [];
    expect(await decider.decide(ask(undefined, 1, 'ben'))).toMatchObject({
      by: 'closed',
      retryAfterMs: 100,
      trouble: 'Keys on b:1: The engine did not answer within 100 ms.',
    });
    expect([await by(decider, 'ann'), await by(decider, 'ada')]).toEqual(['engine', 'engine']);
    expect(decider.health()).toMatchObject({ engine: 'up', trouble: expect.stringContaining('b:1') });
    await time.pass(100);
    expect(asked).toEqual([
      'p:{ann}:api:gcra:5-per-60s',
      'p:{ada}:api:gcra:5-per-60s',
      'p:{bob}:@probe:api:gcra:1000-per-1s',
    ]);
    expect(notices).toEqual([
      'Keys on b:1: The engine did not answer within 100 ms. Trying again; until then every request that this befalls is turned away.',
    ]);
  });

  it('decides again when it answers the probe', async () => {
    const decider = await stage.start();
    hung.add('b:1');
    await giveUp(decider, 'bob');
    // The first probe is in vain: it may be the connection to that node alone, and nobody else needs it.
    await time.pass(100 + deadlineMs);
    expect([engine.opened, dropped]).toEqual([1, ['b:1']]);
    hung.clear();
    await time.pass(200);
    expect(await by(decider, 'bob')).toBe('engine');
    expect(decider.health()).toMatchObject({ engine: 'up' });
    expect(notices.at(-1)).toBe('The engine decides again.');
  });

  it('whose slots another has taken over is not waited for', async () => {
    const decider = await stage.start();
    hung.add('b:1');
    await giveUp(decider, 'bob');
    places['bob'] = 'c:1';
    expect(await by(decider, 'bob')).toBe('engine');
    places['bob'] = 'b:1';
  });

  it('has those wait for its own next probe whom it would have decided', async () => {
    const decider = await stage.start();
    hung = new Set(['a:1', 'b:1']);
    await giveUp(decider, 'bob');
    // Its probes are in vain, and come at longer intervals.
    await time.pass(2_000);
    await giveUp(decider, 'ann');
    const wait = async (caller: string) => (await decider.decide(ask(undefined, 1, caller))).retryAfterMs;
    const [soon, later] = [await wait('ann'), await wait('bob')];
    expect(soon).toBe(100);
    expect(later).toBeGreaterThan(soon);
    hung.clear();
    await time.pass(5_000);
    expect([await by(decider, 'ann'), await by(decider, 'bob')]).toEqual(['engine', 'engine']);
    expect(engine.opened).toBe(1);
    expect(time.timers).toBe(0);
  });
});

it('what a gateway met long ago opens no circuit: it was answered since', async () => {
  const decider = await stage.start();
  for (let n = 0; n < 20; n++) {
    engine.hangUp();
    await settled();
    expect(await by(decider, 'ann')).toBe('engine');
  }
  expect(notices).toEqual([]);
});

it('a slot that nobody serves is a trouble of its own', async () => {
  const decider = await stage.start();
  engine.replies = (command) =>
    String(command[3]).includes('{zoe}') ? new ReplyError('CLUSTERDOWN Hash slot not served') : allowed;
  for (let n = 0; n < 5; n++) expect(await by(decider, 'zoe')).toBe('closed');
  expect(notices[0]).toMatch(/^Keys that no node serves: The cluster is down/);
  expect(await by(decider, 'ann')).toBe('engine');
});

it('a probe in the slot of everyone charges no limiter either', async () => {
  places['everyone'] = 'b:1';
  const decider = await stage.start();
  hung.add('b:1');
  const policies = [policy('mine'), policy('all', { by: 'everyone' })];
  const verdicts = [1, 2, 3, 4, 5].map(() => decider.decide(ask(policies)));
  await time.pass(deadlineMs);
  await Promise.all(verdicts);
  await time.pass(100);
  expect(engine.pending.at(-1)!.command.slice(2, 5)).toEqual([
    2,
    'p:{everyone}:ann:@probe:mine:gcra:1000-per-1s',
    'p:{everyone}:@probe:all:gcra:1000-per-1s',
  ]);
});
