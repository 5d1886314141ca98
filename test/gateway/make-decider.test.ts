import { beforeEach, describe, expect, it } from 'vitest';
import { ReplyError, type Arg } from '../../src/engine/port.ts';
import { settled, type FakeTime } from './fake-time.ts';
import { ask, policy } from './policies.ts';
import type { ScriptedEngine } from './scripted-engine.ts';
import { allowed, denied, Stage } from './stage.ts';

let stage: Stage;
let time: FakeTime;
let engine: ScriptedEngine;
let notices: string[];
beforeEach(() => {
  stage = new Stage();
  ({ time, engine, notices } = stage);
});

describe('the kept connection', () => {
  it('has the scripts loaded first, and then any number of decisions under way', async () => {
    const decider = await stage.start();
    const verdicts = [1, 2, 3].map(() => decider.decide(ask()));
    await settled();
    expect(engine.sent).toEqual([...Array(8).fill('1 SCRIPT LOAD'), ...Array(3).fill('1 EVALSHA')]);
    expect(engine.pending[0]!.command.slice(2)).toEqual([
      1,
      'p:{ann}:api:gcra:5-per-60s',
      '5',
      '60000',
      '1',
      '',
    ]);
    for (const reply of [allowed, denied, allowed]) engine.next().answer(reply);
    expect(await Promise.all(verdicts)).toMatchObject([
      { by: 'engine', allowed: true, deniedBy: null, standings: [{ remaining: 4 }] },
      { by: 'engine', allowed: false, deniedBy: 'api', retryAfterMs: 500 },
      { by: 'engine', allowed: true },
    ]);
    expect(time.timers).toBe(0);
  });

  it('sends a script whole where the server does not know it, once', async () => {
    const decider = await stage.start();
    const verdict = decider.decide(ask());
    await settled();
    engine.next().refuse('NOSCRIPT No matching script.');
    await settled();
    expect(engine.pending[0]!.command.slice(0, 3)).toEqual(['EVAL', '-- lua/gcra.lua', 1]);
    engine.next().answer(allowed);
    expect(await verdict).toMatchObject({ by: 'engine', allowed: true });
  });

  it('is opened anew at once when it breaks, however much was under way, and its scripts are loaded', async () => {
    const decider = await stage.start();
    const broken = Array.from({ length: 20 }, () => decider.decide(ask()));
    await settled();
    engine.hangUp();
    for (const verdict of await Promise.all(broken))
      expect(verdict).toMatchObject({ by: 'closed', trouble: 'The connection to the engine broke.' });
    expect(engine.opened).toBe(2);
    engine.replies = () => allowed;
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
    expect(engine.sent.filter((one) => one === '2 SCRIPT LOAD')).toHaveLength(8);
    expect(notices).toEqual([]);
  });

  it('that breaks again and again is opened with pauses', async () => {
    await stage.start();
    for (let n = 0; n < 50; n++) {
      engine.hangUp();
      await settled();
    }
    expect(engine.opened).toBeLessThan(10);
    expect(notices).toHaveLength(1);
  });
});

describe('an answer that comes late', () => {
  it('is not taken for another’s', async () => {
    const decider = await stage.start();
    const [late] = await stage.unanswered(decider, 1);
    expect(late).toMatchObject({ by: 'closed', trouble: 'The engine did not answer within 100 ms.' });
    const next = decider.decide(ask());
    await settled();
    engine.next().answer(denied);
    engine.next().answer(allowed);
    expect(await next).toMatchObject({ by: 'engine', allowed: true });
  });

  it('is not lost: a denial is remembered', async () => {
    const decider = await stage.start({ cacheDenials: true });
    await stage.unanswered(decider, 1);
    engine.next().answer(denied);
    await settled();
    expect(await decider.decide(ask())).toMatchObject({ by: 'remembered', allowed: false });
  });

  it('may be a failure, which is nobody’s', async () => {
    const decider = await stage.start();
    await stage.unanswered(decider, 1);
    engine.next().refuse('OOM');
    await settled();
    expect(decider.health()).toMatchObject({ engine: 'up' });
  });
});

describe('an engine that cannot decide', () => {
  it.each([
    ['OOM command not allowed', /out of memory/],
    ['READONLY You can’t write', /read-only replica/],
    ['NOPERM User ann has no permissions', /user may not decide/],
  ])(
    '%s: the circuit opens, the reason is told once, the probe tells when it is over',
    async (error, line) => {
      const decider = await stage.start();
      engine.replies = () => new ReplyError(error);
      const verdicts = [];
      for (let n = 0; n < 8; n++) verdicts.push(await decider.decide(ask()));
      expect(new Set(verdicts.map(({ by }) => by))).toEqual(new Set(['closed']));
      for (const { trouble } of verdicts) expect(trouble).toMatch(line);
      expect(engine.sent.filter((one) => one === '1 EVALSHA')).toHaveLength(5);
      await time.pass(5_000);
      expect(notices).toHaveLength(1);
      engine.replies = () => allowed;
      await time.pass(2_000);
      expect(notices.at(-1)).toBe('The engine decides again.');
    },
  );

  it('but refuses one ask alone, goes on being asked', async () => {
    const decider = await stage.start();
    engine.replies = (command: readonly Arg[]) =>
      command[3] === 'p:{ann}:api:gcra:5-per-60s' ? new ReplyError('ERR limit must be less') : allowed;
    for (let n = 0; n < 20; n++)
      expect(await decider.decide(ask())).toMatchObject({
        by: 'closed',
        trouble: expect.stringMatching(/limit must be less/),
      });
    expect(await decider.decide(ask([policy('other')]))).toMatchObject({ by: 'engine' });
    expect(notices).toEqual([]);
  });
});

describe('several policies', () => {
  it('are one command, and the one that denied is named', async () => {
    const decider = await stage.start();
    engine.replies = () => [0, 2, 900, 4, 0, 12_000, 0, 900, 900];
    const policies = [
      policy('minute'),
      policy('all', { by: 'everyone', limit: 9, periodMs: 900, capacity: 1 }),
    ];
    expect(await decider.decide(ask(policies, 3))).toEqual({
      by: 'engine',
      allowed: false,
      deniedBy: 'all',
      retryAfterMs: 900,
      standings: [
        { policy: policies[0], remaining: 4, retryAfterMs: 0, resetAfterMs: 12_000 },
        { policy: policies[1], remaining: 0, retryAfterMs: 900, resetAfterMs: 900 },
      ],
    });
  });
});

describe('remembered denials', () => {
  it('spare the engine the question, until the connection breaks', async () => {
    const decider = await stage.start({ cacheDenials: true });
    engine.replies = () => denied;
    const by = async (cost: number) => (await decider.decide(ask(undefined, cost))).by;
    expect([await by(2), await by(2), await by(3), await by(3)]).toEqual([
      'engine',
      'remembered',
      'engine',
      'remembered',
    ]);
    engine.hangUp();
    await settled();
    expect(await by(3)).toBe('engine');
  });
});

describe('the store in memory', () => {
  it('asks no engine, and has the whole limit', async () => {
    const decider = await stage.start({ store: 'memory' });
    const verdicts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => decider.decide(ask())));
    expect(verdicts.map((one) => one.allowed)).toEqual([true, true, true, true, true, false]);
    expect(new Set(verdicts.map(({ by }) => by))).toEqual(new Set(['local']));
    expect(engine.opened).toBe(0);
  });
});

it('closed, it leaves nothing behind, and asks nobody', async () => {
  const decider = await stage.start();
  const underWay = decider.decide(ask());
  await settled();
  await decider.close();
  expect(await underWay).toMatchObject({ by: 'closed' });
  expect(await decider.decide(ask())).toMatchObject({ by: 'closed', trouble: 'The gateway is closing.' });
  expect(time.timers).toBe(0);
  expect(engine.opened).toBe(1);
  expect(notices).toEqual([]);
});
