import { beforeEach, describe, expect, it } from 'vitest';
import { ReplyError, type Arg } from '../../src/engine/port.ts';
import { NoEngineError, UsageError } from '../../src/errors.ts';
import type { Decider, DeciderOptions, Verdict } from '../../src/gateway/decider.ts';
import { makeDecider } from '../../src/gateway/make-decider.ts';
import { FakeTime, settled } from './fake-time.ts';
import { ask, policy } from './policies.ts';
import { ScriptedEngine } from './scripted-engine.ts';

const usual: DeciderOptions = {
  prefix: 'p:',
  store: 'engine',
  onError: 'closed',
  deadlineMs: 100,
  localShare: 0.5,
  cacheDenials: false,
};

let time: FakeTime;
let engine: ScriptedEngine;
let notices: string[];
beforeEach(() => {
  time = new FakeTime();
  engine = new ScriptedEngine();
  notices = [];
});

function start(options: Partial<DeciderOptions> = {}): Promise<Decider> {
  return makeDecider(
    { ...usual, ...options },
    {
      open: engine.open,
      packageFile: (path) => `-- ${path}`,
      now: time.now,
      wallMs: time.now,
      notice: (line) => notices.push(line),
      scheduler: time,
      random: () => 0,
    },
  );
}

const allowed = [1, 4, 0, 12_000];
const denied = [0, 0, 500, 60_000];
const gone = () => new NoEngineError('Cannot use the server at unix:/s: nothing listens there.');

/** So many decisions that the engine does not answer in time. */
async function unanswered(decider: Decider, times: number): Promise<Verdict[]> {
  const verdicts = Array.from({ length: times }, () => decider.decide(ask()));
  await time.pass(usual.deadlineMs);
  return Promise.all(verdicts);
}

describe('the kept connection', () => {
  it('has the scripts loaded first, and then any number of decisions under way', async () => {
    const decider = await start();
    const verdicts = [1, 2, 3].map(() => decider.decide(ask()));
    await settled();
    expect(engine.sent).toEqual([...Array(8).fill('1 SCRIPT LOAD'), ...Array(3).fill('1 EVALSHA')]);
    expect(engine.pending[0]!.command.slice(2)).toEqual([1, 'p:{ann}:api', '5', '60000', '1', '']);
    for (const reply of [allowed, denied, allowed]) engine.next().answer(reply);
    expect(await Promise.all(verdicts)).toMatchObject([
      { by: 'engine', allowed: true, deniedBy: null, standings: [{ remaining: 4 }] },
      { by: 'engine', allowed: false, deniedBy: 'api', retryAfterMs: 500 },
      { by: 'engine', allowed: true },
    ]);
    expect(time.timers).toBe(0);
  });

  it('sends a script whole where the server does not know it, once', async () => {
    const decider = await start();
    const verdict = decider.decide(ask());
    await settled();
    engine.next().refuse('NOSCRIPT No matching script.');
    await settled();
    expect(engine.pending[0]!.command.slice(0, 3)).toEqual(['EVAL', '-- lua/gcra.lua', 1]);
    engine.next().answer(allowed);
    expect(await verdict).toMatchObject({ by: 'engine', allowed: true });
  });

  it('is opened anew at once when it breaks, idle or not, and its scripts are loaded', async () => {
    const decider = await start();
    const broken = decider.decide(ask());
    await settled();
    engine.hangUp();
    expect(await broken).toMatchObject({ by: 'closed', trouble: 'The connection to the engine broke.' });
    expect(engine.opened).toBe(2);
    engine.replies = () => allowed;
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
    expect(engine.sent.filter((one) => one === '2 SCRIPT LOAD')).toHaveLength(8);
    expect(notices).toEqual([]);
  });

  it('that breaks again and again is opened with pauses', async () => {
    await start();
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
    const decider = await start();
    const [late] = await unanswered(decider, 1);
    expect(late).toMatchObject({ by: 'closed', trouble: 'The engine did not answer within 100 ms.' });
    const next = decider.decide(ask());
    await settled();
    engine.next().answer(denied);
    engine.next().answer(allowed);
    expect(await next).toMatchObject({ by: 'engine', allowed: true });
  });

  it('is not lost: a denial is remembered', async () => {
    const decider = await start({ cacheDenials: true });
    await unanswered(decider, 1);
    engine.next().answer(denied);
    await settled();
    expect(await decider.decide(ask())).toMatchObject({ by: 'remembered', allowed: false });
  });

  it('may be a failure, which is nobody’s', async () => {
    const decider = await start();
    await unanswered(decider, 1);
    engine.next().refuse('OOM');
    await settled();
    expect(decider.health()).toMatchObject({ engine: 'up' });
  });
});

describe('an engine that does not answer', () => {
  it('is given up after five decisions; then nobody waits until a probe is answered', async () => {
    const decider = await start();
    await unanswered(decider, 5);
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
    expect(engine.pending.at(-1)!.command[3]).toBe('p:{@probe}:api');
    engine.pending.at(-1)!.answer(allowed);
    await settled();
    expect(decider.health()).toEqual({ engine: 'up', since: time.now() });
    expect(notices).toEqual([
      'The engine did not answer within 100 ms. Until it decides again, every request is turned away.',
      'The engine decides again.',
    ]);
  });

  it('is sought on a new connection when it does not answer the probe either', async () => {
    const decider = await start();
    await unanswered(decider, 5);
    await time.pass(100 + 100);
    engine.replies = () => allowed;
    await time.pass(200);
    expect(engine.opened).toBe(2);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
    expect(notices).toHaveLength(2);
  });

  it('holds nobody up longer than the deadline while a connection is being opened', async () => {
    const decider = await start();
    engine.away = 'silent';
    engine.hangUp();
    await settled();
    const verdicts = await unanswered(decider, 5);
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
    const decider = await start({ onError: 'open' });
    expect(notices).toEqual([
      'Cannot use the server at unix:/s: nothing listens there. Until it decides again, every request is let through.',
    ]);
    expect(await decider.decide(ask())).toMatchObject({ by: 'open', allowed: true, standings: [] });
    await time.pass(5_000);
    expect(notices).toHaveLength(1);
    engine.away = null;
    engine.replies = () => allowed;
    await time.pass(2_000);
    expect(await decider.decide(ask())).toMatchObject({ by: 'engine' });
  });

  it('and cannot be opened as it was asked for: the gateway does not start', async () => {
    engine.away = new UsageError('--url is empty.');
    await expect(start()).rejects.toThrow('--url is empty.');
    expect(time.timers).toBe(0);
    expect(notices).toEqual([]);
  });

  it('leaves the decision to this process, at a share', async () => {
    engine.away = gone();
    const decider = await start({ onError: 'local' });
    const verdicts = await Promise.all([1, 2, 3].map(() => decider.decide(ask())));
    const trouble = 'Cannot use the server at unix:/s: nothing listens there.';
    expect(verdicts).toMatchObject([
      { by: 'local', allowed: true, standings: [{ remaining: 1 }], trouble },
      { by: 'local', allowed: true, standings: [{ remaining: 0 }], trouble },
      { by: 'local', allowed: false, deniedBy: 'api', retryAfterMs: 30_000, trouble },
    ]);
    expect(notices[0]).toContain('this process decides alone, at 50 % of each limit.');
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
      const decider = await start();
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
    const decider = await start();
    engine.replies = (command: readonly Arg[]) =>
      command[3] === 'p:{ann}:api' ? new ReplyError('ERR limit must be less') : allowed;
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
    const decider = await start();
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
    const decider = await start({ cacheDenials: true });
    engine.replies = () => denied;
    const by = async (cost: number) => (await decider.decide(ask(undefined, cost))).by;
    expect([await by(2), await by(2), await by(3), await by(1)]).toEqual([
      'engine',
      'remembered',
      'remembered',
      'engine',
    ]);
    engine.hangUp();
    await settled();
    expect(await by(2)).toBe('engine');
  });
});

describe('the store in memory', () => {
  it('asks no engine, and has the whole limit', async () => {
    const decider = await start({ store: 'memory' });
    const verdicts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => decider.decide(ask())));
    expect(verdicts.map((one) => one.allowed)).toEqual([true, true, true, true, true, false]);
    expect(new Set(verdicts.map(({ by }) => by))).toEqual(new Set(['local']));
    expect(engine.opened).toBe(0);
  });
});

it('closed, it leaves nothing behind, and asks nobody', async () => {
  const decider = await start();
  const underWay = decider.decide(ask());
  await settled();
  await decider.close();
  expect(await underWay).toMatchObject({ by: 'closed' });
  expect(await decider.decide(ask())).toMatchObject({ by: 'closed', trouble: 'The gateway is closing.' });
  expect(time.timers).toBe(0);
  expect(engine.opened).toBe(1);
  expect(notices).toEqual([]);
});
