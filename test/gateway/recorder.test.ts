import { expect, it } from 'vitest';
import { NoEngineError } from '../../src/errors.ts';
import { mostRecorded } from '../../src/gateway/recorded-callers.ts';
import { makeRecorder } from '../../src/gateway/recorder.ts';
import { verdictOf } from '../support/gateway.ts';
import { FakeTime, settled } from './fake-time.ts';
import { ScriptedEngine } from './scripted-engine.ts';

function stage() {
  const time = new FakeTime();
  const engine = new ScriptedEngine();
  // A minute that began, and one request allowed in it; then a list of top talkers.
  engine.replies = () => [0, 1, 0];
  const recorder = makeRecorder({
    open: engine.open,
    packageFile: (path) => `-- ${path}`,
    prefix: 'p:',
    now: time.now,
    scheduler: time,
  });
  const evals = () => engine.sent.filter((command) => command.includes('EVAL'));
  return { time, engine, recorder, evals };
}

it('sends what it has counted once a second, also where nobody comes any more', async () => {
  const { time, recorder, evals } = stage();
  for (const allowed of [true, true, false]) recorder.add('ann', verdictOf({ allowed }));
  await time.pass(999);
  expect(evals()).toEqual([]);
  await time.pass(1);
  // One of the caller, one of the top talkers.
  expect(evals()).toHaveLength(2);
  expect(recorder.lost()).toBeNull();
});

it('has no key for each of any number of callers', async () => {
  const { time, engine, recorder } = stage();
  const keys = new Set<unknown>();
  engine.replies = (command) => {
    if (String(command[3]).endsWith('@usage')) keys.add(command[3]);
    return [0, 1, 0];
  };
  for (let second = 0; second < 12; second++) {
    for (let n = 0; n < 1_000; n++) recorder.add(`c${second}-${n}`, verdictOf());
    await time.pass(1_000);
  }
  expect(keys.size).toBe(mostRecorded + 1);
  expect(keys).toContain('p:{others}:@usage');
  expect(recorder.lost()).toBeNull();
});

it('counts nobody as denied where nobody decided', async () => {
  const { time, recorder, evals } = stage();
  recorder.add('ann', verdictOf({ allowed: false, by: 'closed' }));
  await time.pass(2_000);
  expect(evals()).toEqual([]);
});

it.each([
  [
    'cannot be reached',
    (engine: ScriptedEngine) => void (engine.away = new NoEngineError('nothing listens there')),
  ],
  ['never lets a connection stand', (engine: ScriptedEngine) => void (engine.away = 'silent')],
  ['never answers', (engine: ScriptedEngine) => void (engine.replies = null)],
])('an engine that %s costs counts, and nothing heaps up in front of it', async (_, breaks) => {
  const { time, engine, recorder } = stage();
  breaks(engine);
  for (let second = 0; second < 20; second++) {
    recorder.add('ann', verdictOf());
    await time.pass(1_000);
  }
  expect(recorder.lost()!.jumps).toBeGreaterThan(15);
  expect(engine.pending.filter(({ command }) => command[0] === 'EVALSHA').length).toBeLessThanOrEqual(20);
  expect(time.timers).toBeLessThanOrEqual(4);
  // What comes once it is back is counted.
  const lost = recorder.lost()!.jumps;
  engine.away = null;
  engine.replies = () => [0, 1, 0];
  await time.pass(31_000);
  recorder.add('bob', verdictOf());
  await time.pass(2_000);
  expect(recorder.lost()!.jumps).toBeLessThanOrEqual(lost + 1);
  expect(engine.sent.at(-1)).toMatch(/EVALSHA$/);
});

it('sends the rest when it closes, and does not wait for ever', async () => {
  const { time, engine, recorder, evals } = stage();
  recorder.add('ann', verdictOf());
  await recorder.settle();
  expect(evals()).toHaveLength(2);
  engine.replies = null;
  recorder.add('ann', verdictOf());
  const closed = recorder.close();
  await settled();
  await time.pass(1_000);
  await closed;
  expect(recorder.lost()).toMatchObject({ jumps: 1 });
  expect(time.timers).toBe(0);
});
