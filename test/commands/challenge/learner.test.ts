import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/challenge/verdict.ts';
import { run as check } from '../../../src/commands/challenge/check.ts';
import { run as hint } from '../../../src/commands/challenge/hint.ts';
import { run as list } from '../../../src/commands/challenge/list.ts';
import { run as reset } from '../../../src/commands/challenge/reset.ts';
import { run as solution } from '../../../src/commands/challenge/solution.ts';
import { run as start } from '../../../src/commands/challenge/start.ts';
import { breaks, Learner, passes, scriptedJudge } from '../../support/challenge-world.ts';

let learner: Learner;
const id = 'repair-a-window';
const folder = () => join(learner.folder, 'hyperdrive-challenges', id);
const script = () => join(folder(), 'limiter.lua');
const begin = async (): Promise<void> => {
  await start(learner.context(), {}, [id]);
  learner.printed();
};
const judged = async (...verdicts: Verdict[]): Promise<void> => {
  const { judge } = scriptedJudge(...verdicts);
  for (const _ of verdicts) await check(learner.context(), {}, [id], judge);
  learner.printed();
};

beforeEach(() => {
  learner = new Learner();
});
afterEach(() => learner.dispose());

describe('list', () => {
  it('says how far somebody is', async () => {
    const states = async (): Promise<unknown[]> => {
      await list(learner.context({ json: true }));
      return learner.documents().map(({ challenge, state }) => `${String(challenge)} ${String(state)}`);
    };
    expect(await states()).toEqual([`${id} open`, 'write-a-bucket open']);
    await begin();
    expect(await states()).toEqual([`${id} started`, 'write-a-bucket open']);
    await judged(passes, breaks);
    await list(learner.context({ json: true }));
    expect(learner.documents()[0]).toEqual({
      challenge: id,
      title: 'A window that never closes',
      kind: 'repair',
      mission: 1,
      minutes: 5,
      state: 'passed',
    });
    await list(learner.context());
    expect(learner.printed()).toContain('1 of 2 challenges passed.');
  });

  it('leaves out a broken challenge, and tells it', async () => {
    learner.world.exists = (path) => !path.endsWith('write-a-bucket/hints.md');
    await list(learner.context());
    expect(learner.printed()).not.toContain('write-a-bucket');
    expect(learner.told).toMatch(
      /^A challenge is left out\. missions\/03-buckets\/challenges\/write-a-bucket\/hints\.md:1: The file is missing\./,
    );
  });
});

describe('hint', () => {
  it('reacts to what broke last, and gives one more each time', async () => {
    await begin();
    await judged(breaks);
    for (let time = 0; time < 4; time++) await hint(learner.context({ json: true }), {}, []);
    expect(learner.documents().map(({ law, shown, left }) => [law, shown, left])).toEqual([
      ['decision', 1, 2],
      ['decision', 2, 1],
      ['decision', 3, 0],
      ['decision', 3, 0],
    ]);
    await hint(learner.context(), {}, [id]);
    const text = learner.printed();
    expect(text).toContain('Hint 3, almost the line (seen before)');
    expect(text).toContain('These are all the hints.');
  });

  it('needs nothing to be broken, nor begun', async () => {
    await hint(learner.context({ json: true }), {}, [id]);
    expect(learner.documents()).toEqual([
      { challenge: id, law: null, shown: 1, left: 2, hints: ['Read the whole script.'] },
    ]);
    await expect(hint(learner.context(), {}, [])).rejects.toThrow('Which challenge? None was started yet');
  });
});

describe('reset', () => {
  beforeEach(begin);

  it('asks, and keeps every version', async () => {
    for (const text of ['first', 'second']) {
      writeFileSync(script(), text);
      learner.world.canAsk = true;
      learner.answers = [true];
      await reset(learner.context(), {}, [id]);
    }
    expect(learner.asked[0]).toBe(
      'Begin hyperdrive-challenges/repair-a-window/limiter.lua anew? What you wrote is kept beside it.',
    );
    expect(readdirSync(folder()).sort()).toEqual([
      'README.md',
      'limiter.lua',
      'limiter.lua.bak',
      'limiter.lua.bak.1',
    ]);
    expect(readFileSync(`${script()}.bak`, 'utf8')).toBe('first');
    expect(readFileSync(`${script()}.bak.1`, 'utf8')).toBe('second');
    expect(readFileSync(script(), 'utf8')).toMatch(/^-- hyperdrive: challenge=repair-a-window\n/);
    expect(learner.printed().replaceAll(/\s+/g, ' ')).toContain(
      'is kept as hyperdrive-challenges/repair-a-window/limiter.lua.bak.1.',
    );
  });

  it('leaves all as it is where the answer is no, or nobody answers', async () => {
    writeFileSync(script(), 'mine');
    await expect(reset(learner.context(), {}, [id])).rejects.toThrow(
      'This would put the starter in the place of hyperdrive-challenges/repair-a-window/limiter.lua, and keep a copy of that. Add --yes',
    );
    learner.world.canAsk = true;
    learner.answers = [false];
    await reset(learner.context(), {}, [id]);
    expect(learner.told).toContain('limiter.lua stays as it is.');
    expect(readFileSync(script(), 'utf8')).toBe('mine');
  });

  it('forgets what broke, and not what was passed', async () => {
    await judged(passes, breaks);
    await reset(learner.context({ json: true }), { yes: true }, [id]);
    expect(learner.documents()).toEqual([{ challenge: id, file: script(), backup: `${script()}.bak` }]);
    expect(learner.world.progress.load().challenges[id]).toEqual({
      passed: true,
      started: folder(),
      startedMs: expect.any(Number) as number,
    });
  });

  it('writes what is gone without asking', async () => {
    rmSync(folder(), { recursive: true });
    await reset(learner.context({ json: true }), {}, [id]);
    expect(learner.documents()).toEqual([{ challenge: id, file: script(), backup: null }]);
    await expect(reset(learner.context(), {}, ['write-a-bucket'])).rejects.toThrow(
      'write-a-bucket was not started yet: hyperdrive challenge start write-a-bucket',
    );
  });
});

describe('solution', () => {
  const first = '-- hyperdrive: challenge=repair-a-window\nlocal used';

  it('is for who has passed', async () => {
    await expect(solution(learner.context(), {}, [id])).rejects.toThrow(
      'repair-a-window is not passed yet, and the solution would spoil it. Hints: hyperdrive challenge hint repair-a-window. To read it all the same, add --reveal.',
    );
    await begin();
    await judged(passes, breaks);
    await solution(learner.context(), {}, [id]);
    expect(learner.printed()).toMatch(first);
    expect(learner.told).toBe('This is one way: scripts of another design pass too.\n');
  });

  it('is for who insists, and a person is asked once more', async () => {
    await solution(learner.context({ json: true }), { reveal: true }, [id]);
    expect(learner.documents()).toEqual([{ challenge: id, text: expect.stringMatching(first) as string }]);
    learner.world.canAsk = true;
    learner.answers = [false, true];
    await solution(learner.context(), { reveal: true }, [id]);
    expect(learner.printed()).toBe('');
    expect(learner.told).toContain('A hint may be enough: hyperdrive challenge hint repair-a-window');
    await solution(learner.context(), { reveal: true }, [id]);
    expect(learner.printed()).toMatch(first);
    expect(learner.asked).toEqual(Array(2).fill('Read the solution of repair-a-window before yours passes?'));
  });
});
