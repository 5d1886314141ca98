import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../src/commands/challenge/check.ts';
import { run as start } from '../../../src/commands/challenge/start.ts';
import { breaks, Learner, passes, scriptedJudge } from '../../support/challenge-world.ts';

let learner: Learner;
const standing = (id = 'repair-a-window') => learner.world.progress.load().challenges[id];

beforeEach(async () => {
  learner = new Learner();
  await start(learner.context(), {}, ['repair-a-window']);
  learner.printed();
});
afterEach(() => learner.dispose());

describe('check', () => {
  it('attacks the script as it is, with what was asked for', async () => {
    const { judge, trials } = scriptedJudge(passes);
    const file = join(learner.folder, 'hyperdrive-challenges/repair-a-window/limiter.lua');
    writeFileSync(file, '-- mine now');
    await run(learner.context(), { seed: 5, time: 30_000 }, [], judge);
    await run(learner.context(), {}, ['repair-a-window'], judge);
    learner.cwd = join(learner.folder, 'hyperdrive-challenges/repair-a-window');
    await run(learner.context(), {}, [], judge);
    const shown = 'hyperdrive-challenges/repair-a-window/limiter.lua';
    expect(trials).toEqual([
      { id: 'repair-a-window', file: shown, text: '-- mine now', seed: 5, time: 30_000 },
      { id: 'repair-a-window', file: shown, text: '-- mine now' },
      { id: 'repair-a-window', file: 'limiter.lua', text: '-- mine now' },
    ]);
  });

  it('knows any file by its first line', async () => {
    const { judge, trials } = scriptedJudge(passes);
    writeFileSync(join(learner.folder, 'copy.lua'), '-- hyperdrive: challenge=write-a-bucket\n');
    await run(learner.context(), {}, ['copy.lua'], judge);
    expect(trials).toMatchObject([{ id: 'write-a-bucket', file: 'copy.lua' }]);
    expect(standing('write-a-bucket')).toEqual({ passed: true });
  });

  it('congratulates once, and names what comes next', async () => {
    const { judge } = scriptedJudge(passes);
    await run(learner.context(), {}, [], judge);
    expect(learner.printed()).toMatch(
      /^✓ Well done: repair-a-window is passed[^]*challenge start write-a-bucket/,
    );
    expect(learner.exitCode).toBe(0);
    expect(standing()).toMatchObject({ passed: true });
    await run(learner.context(), {}, [], judge);
    expect(learner.printed()).toMatch(/^✓ repair-a-window still holds\./);
  });

  it('counts what fails, and offers a hint after the third time', async () => {
    const { judge } = scriptedJudge(breaks, breaks, breaks, passes, breaks);
    const offers: boolean[] = [];
    for (let time = 0; time < 3; time++) {
      await run(learner.context(), {}, [], judge);
      const text = learner.printed();
      expect(text).toMatch(/^✗ BROKEN in 3 jumps/);
      offers.push(text.includes('hyperdrive challenge hint repair-a-window'));
    }
    expect(offers).toEqual([false, false, true]);
    expect(learner.exitCode).toBe(1);
    expect(standing()).toMatchObject({ lastLaw: 'decision', failures: 3 });
    await run(learner.context(), {}, [], judge);
    expect(standing()).not.toHaveProperty('failures');
    await run(learner.context(), {}, [], judge);
    expect(standing()).toMatchObject({ passed: true, lastLaw: 'decision', failures: 1 });
  });

  it('is a document with --json', async () => {
    const { judge } = scriptedJudge(breaks, passes);
    await run(learner.context({ json: true }), {}, [], judge);
    await run(learner.context({ json: true }), {}, [], judge);
    const [broken, held] = learner.documents().slice(-2);
    expect(broken).toMatchObject({
      challenge: 'repair-a-window',
      passed: false,
      first: false,
      failures: 1,
      next: 'write-a-bucket',
      broken: true,
      law: 'decision',
      mistake: 'flawed/timestamp-as-member',
      jumps: 3,
    });
    expect(held).toMatchObject({ passed: true, first: true, failures: 0, broken: false, law: null });
  });

  it('remembers nothing of what could not be attacked', async () => {
    const judge = () => Promise.reject(new Error('no server'));
    await expect(run(learner.context(), {}, [], judge)).rejects.toThrow('no server');
    expect(standing()).not.toHaveProperty('failures');
    mkdirSync(join(learner.folder, 'empty'));
    await expect(run(learner.context(), {}, ['empty/'], judge)).rejects.toThrow(
      'cannot be read: it is a folder.',
    );
  });

  it('leaves the file alone', async () => {
    const file = join(learner.folder, 'hyperdrive-challenges/repair-a-window/limiter.lua');
    const before = readFileSync(file, 'utf8');
    await run(learner.context(), {}, [], scriptedJudge(passes).judge);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
