import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/challenge/verdict.ts';
import type { Judge } from '../../../src/commands/challenge/judge.ts';
import { run as start } from '../../../src/commands/challenge/start.ts';
import { run } from '../../../src/commands/challenge/watch.ts';
import { HyperdriveError, Interrupted, NoEngineError } from '../../../src/errors.ts';
import { breaks, Learner, passes } from '../../support/challenge-world.ts';

interface Attack {
  signal: AbortSignal;
  settle(verdict: Verdict): void;
  fail(error: Error): void;
}

let learner: Learner;
/** What the file looks like; null while it is gone. */
let mark: string | null;
/** Whether it looks otherwise each time. */
let restless: boolean;
let attacks: Attack[];
let leave: () => Promise<unknown>;
let press: (key: string) => void;

const judge: Judge = (_context, _trial, { signal }) =>
  new Promise((settle, fail) => {
    attacks.push({ signal: signal!, settle, fail });
    signal!.addEventListener('abort', () => fail(new Interrupted()));
  });

/** Lets everybody who only waits a while go on. */
async function rounds(times = 20): Promise<void> {
  for (let time = 0; time < times; time++) await setImmediate();
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

beforeEach(async () => {
  mark = 'first';
  restless = false;
  let looks = 0;
  attacks = [];
  learner = new Learner({
    sleep: async () => void (await setImmediate()),
    fileMark: async () => (restless ? String(++looks) : mark),
    beforeExit: (undo) => {
      leave = undo;
      return () => {};
    },
  });
  await start(learner.context(), {}, ['repair-a-window']);
  learner.printed();
});
afterEach(() => learner.dispose());

const standing = () => learner.world.progress.load().challenges['repair-a-window'];

describe('watch', () => {
  it('checks at once and after each save, a document each, until a signal', async () => {
    const watching = run(learner.context({ json: true }), {}, [], judge);
    await until(() => attacks.length === 1);
    attacks[0]!.settle(breaks);
    await rounds();
    expect(attacks).toHaveLength(1);
    mark = 'second';
    await until(() => attacks.length === 2);
    attacks[1]!.settle(passes);
    await rounds();
    await leave();
    await expect(watching).rejects.toThrow(Interrupted);
    expect(learner.documents().map(({ passed, failures }) => [passed, failures])).toEqual([
      [false, 1],
      [true, 0],
    ]);
    expect(learner.exitCode).toBe(0);
  });

  it('starts over where the file is saved in the middle of an attack, and forgets the old one', async () => {
    const watching = run(learner.context({ json: true }), {}, [], judge);
    await until(() => attacks.length === 1);
    mark = 'second';
    await until(() => attacks.length === 2);
    expect(attacks.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    attacks[0]!.settle(breaks);
    attacks[1]!.settle(passes);
    await rounds();
    await leave();
    await expect(watching).rejects.toThrow(Interrupted);
    expect(learner.documents().map(({ passed }) => passed)).toEqual([true]);
    expect(standing()).not.toHaveProperty('failures');
  });

  it('waits until a file has come to rest, and while it is gone', async () => {
    const watching = run(learner.context(), {}, [], judge);
    await until(() => attacks.length === 1);
    attacks[0]!.settle(passes);
    restless = true;
    await rounds();
    restless = false;
    mark = null;
    await rounds(2);
    mark = 'at rest';
    await until(() => attacks.length === 2);
    expect(learner.told).toBe('');
    attacks[1]!.settle(passes);
    mark = null;
    await rounds(40);
    expect(attacks).toHaveLength(2);
    expect(learner.told).toBe(
      'This file is gone; when it is back it is attacked:\n  hyperdrive-challenges/repair-a-window/limiter.lua\n\n',
    );
    mark = 'at rest';
    await until(() => attacks.length === 3);
    await leave();
    await expect(watching).rejects.toThrow(Interrupted);
  });

  it('tells what cannot be attacked, and goes on', async () => {
    const watching = run(learner.context(), {}, [], judge);
    await until(() => attacks.length === 1);
    attacks[0]!.fail(new HyperdriveError('This is no script.'));
    await rounds();
    expect(learner.told).toBe('This is no script.\n\n');
    mark = 'second';
    await until(() => attacks.length === 2);
    attacks[1]!.settle(passes);
    await rounds();
    const [opening, first, second, verdict] = learner.printed().split('\n\n');
    expect(opening).toBe(
      'Each save is attacked; Ctrl-C ends the watch:\n  hyperdrive-challenges/repair-a-window/limiter.lua',
    );
    expect(first).toMatch(/^\d\d:\d\d:\d\d attacking…$/);
    expect(second).toMatch(/^\d\d:\d\d:\d\d attacking…$/);
    expect(verdict).toMatch(/^✓ Well done/);
    await leave();
    await expect(watching).rejects.toThrow(Interrupted);
  });

  it('ends where there is no engine', async () => {
    const watching = run(learner.context(), {}, [], judge);
    await until(() => attacks.length === 1);
    attacks[0]!.fail(new NoEngineError('There is no engine.'));
    await expect(watching).rejects.toThrow('There is no engine.');
  });

  it('ends with q where a person sits, and with no other key', async () => {
    learner.world.nextKey = (signal) =>
      new Promise((settle) => {
        press = settle;
        signal.addEventListener('abort', () => settle(null));
      });
    const watching = run(learner.context(), {}, [], judge);
    await until(() => attacks.length === 1);
    press('x');
    await rounds();
    expect(attacks[0]!.signal.aborted).toBe(false);
    press('q');
    await watching;
    expect(attacks[0]!.signal.aborted).toBe(true);
    expect(learner.printed()).toContain('q ends the watch:');
    expect(standing()).not.toHaveProperty('failures');
  });
});
