import { beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { settled, type FakeTime } from './fake-time.ts';
import { ask } from './policies.ts';
import type { ScriptedEngine } from './scripted-engine.ts';
import { allowed, gone, Stage } from './stage.ts';

let stage: Stage;
let time: FakeTime;
let engine: ScriptedEngine;
let notices: string[];
beforeEach(() => {
  stage = new Stage();
  ({ time, engine, notices } = stage);
});

describe('an engine that does not answer', () => {
  it('is given up after five decisions; then nobody waits until a probe is answered', async () => {
    const decider = await stage.start();
    await stage.unanswered(decider, 5);
    const timers = time.timers;
    expect(await decider.decide(ask())).toMatchObject({
      by: 'closed',
      allowed: false,
      retryAfterMs: 100,
      trouble: 'The engine did not answer within 100 ms.',
    });
    expect(time.timers).toBe(timers);
    expect(decider.health()).toMatchObject({ engine: 'down', since: time.now() });

    await time.pass(100);
    expect(decider.health()).toMatchObject({ engine: 'trying' });
    expect(engine.pending.at(-1)!.command[3]).toBe('p:{ann}:@probe:api:gcra:1000-per-1s');
    engine.pending.at(-1)!.answer(allowed);
    await settled();
    expect(decider.health()).toEqual({ engine: 'up', since: time.now() });
    expect(notices).toEqual([
      'The engine did not answer within 100 ms. Trying again; until then every request is turned away.',
      'The engine decides again.',
    ]);
  });

  it('is sought on a new connection when it does not answer the probe either', async () => {
    const decider = await stage.start();
    await stage.unanswered(decider, 5);
    await time.pass(100 + 100);
    engine.replies = () => allowed;
    await time.pass(200);
    expect(engine.opened).toBe(2);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
    expect(notices).toHaveLength(2);
  });

  it('holds nobody up longer than the deadline while a connection is being opened', async () => {
    const decider = await stage.start();
    engine.away = 'silent';
    engine.hangUp();
    await settled();
    const verdicts = await stage.unanswered(decider, 5);
    expect(new Set(verdicts.map(({ trouble }) => trouble))).toEqual(
      new Set(['No connection to the engine stood within 100 ms.']),
    );
    expect(decider.health()).toMatchObject({ engine: 'down' });
    // Nor does an opener that never ends keep it from trying again.
    engine.away = null;
    engine.replies = () => allowed;
    await time.pass(60_000);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
  });
});

describe('an engine that is away', () => {
  it('when the gateway starts, is found later', async () => {
    engine.away = gone();
    const decider = await stage.start({ onError: 'open' });
    expect(notices).toEqual([
      'Cannot use the server at unix:/s: nothing listens there. Trying again; until then every request is let through.',
    ]);
    expect(await decider.decide(ask())).toMatchObject({ by: 'open', allowed: true, standings: [] });
    await time.pass(5_000);
    expect(notices).toHaveLength(1);
    engine.away = null;
    engine.replies = () => allowed;
    await time.pass(2_000);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
  });

  it('and never says so when the gateway starts, is found later', async () => {
    engine.away = 'silent';
    const starting = stage.start({ onError: 'open' });
    await time.pass(100 + 1_000);
    const decider = await starting;
    expect(await decider.decide(ask())).toMatchObject({ by: 'open', allowed: true });
    expect(notices).toHaveLength(1);
    engine.away = null;
    engine.replies = () => allowed;
    await time.pass(60_000);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
  });

  it('and cannot be opened as it was asked for: the gateway does not start', async () => {
    engine.away = new UsageError('--url is empty.');
    await expect(stage.start()).rejects.toThrow('--url is empty.');
    expect(time.timers).toBe(0);
    expect(notices).toEqual([]);
  });

  it('leaves the decision to this process, at a share', async () => {
    engine.away = gone();
    const decider = await stage.start({ onError: 'local' });
    const verdicts = await Promise.all([1, 2, 3].map(() => decider.decide(ask())));
    const trouble = 'Cannot use the server at unix:/s: nothing listens there.';
    expect(verdicts).toMatchObject([
      { by: 'local', allowed: true, standings: [{ remaining: 1 }], trouble },
      { by: 'local', allowed: true, standings: [{ remaining: 0 }], trouble },
      { by: 'local', allowed: false, deniedBy: 'api', retryAfterMs: 30_000, trouble },
    ]);
    expect(notices[0]).toContain('is decided by its gateway alone, at 50 % of each limit.');
  });
});
