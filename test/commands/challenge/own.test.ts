import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { challengeTemplate } from '../../../src/challenge/template.ts';
import { run as check } from '../../../src/commands/challenge/check.ts';
import { run as hint } from '../../../src/commands/challenge/hint.ts';
import { run as list } from '../../../src/commands/challenge/list.ts';
import { run as reset } from '../../../src/commands/challenge/reset.ts';
import { run as solution } from '../../../src/commands/challenge/solution.ts';
import { run as start } from '../../../src/commands/challenge/start.ts';
import { breaks, Learner, passes, scriptedJudge } from '../../support/challenge-world.ts';
import { workshop } from '../../support/workshop.ts';

let learner: Learner;
const id = 'my-challenge';
const at = (...path: string[]) => join(learner.folder, ...path);
const standing = () => learner.world.progress.load().challenges[id];
/** What `hyperdrive dev new challenge` writes. */
const write = (folder: string, name = id): void => {
  const script = readFileSync(new URL('../../../lua/fixed-window.lua', import.meta.url), 'utf8');
  mkdirSync(at(folder), { recursive: true });
  const files = challengeTemplate({ id: name, title: 'My challenge' }, script);
  for (const [file, text] of Object.entries(files)) writeFileSync(at(folder, file), text);
};
const listed = async (): Promise<unknown[]> => {
  learner.printed();
  await list(learner.context({ json: true }));
  return learner.documents().map(({ challenge, state }) => `${String(challenge)} ${String(state)}`);
};

beforeEach(() => {
  learner = new Learner();
  write(id);
});
afterEach(() => learner.dispose());

describe('a challenge of anybody’s', () => {
  it.each([`./${id}`, `${id}/`, id, `${id}/brief.md`])('is started by the path %s', async (path) => {
    await start(learner.context({ json: true }), {}, [path]);
    const folder = at('hyperdrive-challenges', id);
    expect(learner.documents()).toMatchObject([{ challenge: id, mission: null, folder, written: true }]);
    expect(readFileSync(join(folder, 'limiter.lua'), 'utf8')).toBe(
      readFileSync(at(id, 'starter.lua'), 'utf8'),
    );
    expect(standing()).toMatchObject({ started: folder, from: at(id) });
  });

  it('is from then on as all others are, by its id and from anywhere', async () => {
    await start(learner.context(), {}, [`./${id}`]);
    learner.cwd = '/';
    const { judge, trials } = scriptedJudge(breaks, passes);
    await check(learner.context(), {}, [id], judge);
    await hint(learner.context(), {}, []);
    expect(learner.printed()).toContain('Follow a jump that comes when `used` equals `limit`.');
    await check(learner.context(), {}, [], judge);
    expect(trials.map((trial) => trial.id)).toEqual([id, id]);
    await reset(learner.context(), { yes: true }, [id]);
    expect(existsSync(at('hyperdrive-challenges', id, 'limiter.lua.bak'))).toBe(true);
    await solution(learner.context({ json: true }), {}, [id]);
    expect(await listed()).toEqual(['repair-a-window open', 'write-a-bucket open', `${id} passed`]);
  });

  it('is left out while it is gone, and nothing of it is lost', async () => {
    await start(learner.context(), {}, [`./${id}`]);
    await check(learner.context(), {}, [id], scriptedJudge(passes).judge);
    mkdirSync(at('lessons'));
    renameSync(at(id), at('lessons', id));
    expect(await listed()).toEqual(['repair-a-window open', 'write-a-bucket open']);
    expect(learner.told).toBe('');
    await expect(check(learner.context(), {}, [id])).rejects.toThrow(
      `my-challenge was started from ${at(id)}, and cannot be read there now. To take it from elsewhere: hyperdrive challenge start PATH`,
    );
    await start(learner.context(), {}, [`lessons/${id}`]);
    expect(learner.printed()).toContain('You have begun already.');
    expect(await listed()).toContain(`${id} passed`);
  });

  it('is left out, and that is told, while it is broken', async () => {
    await start(learner.context(), {}, [`./${id}`]);
    rmSync(at(id, 'hints.md'));
    expect(await listed()).toEqual(['repair-a-window open', 'write-a-bucket open']);
    expect(learner.told).toMatch(
      `A challenge is left out. ${at(id, 'hints.md')}:1: The file is missing. Write hints`,
    );
    await expect(start(learner.context(), {}, [`./${id}`])).rejects.toThrow(
      /^The challenge in my-challenge cannot be played:\n {2}my-challenge\/hints\.md:1: The file is missing\./,
    );
  });

  it('cannot be one with the id of hyperdrive’s own, and may be that', async () => {
    write('repair-a-window', 'repair-a-window');
    await expect(start(learner.context(), {}, ['./repair-a-window'])).rejects.toThrow(
      'The id repair-a-window is that of hyperdrive\'s own "A window that never closes", and progress is kept by it.',
    );
    const packaged = join(workshop, 'missions/01-windows/challenges/repair-a-window');
    await start(learner.context(), {}, [packaged]);
    const own = learner.world.progress.load().challenges['repair-a-window'];
    expect(own).toEqual({ started: expect.any(String) as string, startedMs: expect.any(Number) as number });
  });

  it('that came into hyperdrive by an update keeps its progress', async () => {
    await start(learner.context(), {}, [`./${id}`]);
    await check(learner.context(), {}, [id], scriptedJudge(passes).judge);
    cpSync(join(workshop, 'missions'), at('package/missions'), { recursive: true });
    renameSync(at(id), at('package/missions/01-windows/challenges', id));
    learner.world.packageFolder = at('package');
    expect(await listed()).toEqual([`${id} passed`, 'repair-a-window open', 'write-a-bucket open']);
  });

  it.each([
    ['./nowhere', 'There is no challenge in nowhere, which would be a folder with a brief.md.'],
    ['.', 'There is no challenge in ., which would be a folder with a brief.md.'],
    ['nowhere', 'One of your own is started by its path, such as ./my-challenge.'],
    ['', 'There is no challenge "".'],
  ])('is not at %j, and that is told', async (path, message) => {
    await expect(start(learner.context(), {}, [path])).rejects.toThrow(message);
  });

  it('with rules that nobody knows is not begun', async () => {
    const brief = readFileSync(at(id, 'brief.md'), 'utf8');
    const bonus = brief.replace('kind: repair', 'kind: bonus').replace('model: fixed-window', `model: ${id}`);
    writeFileSync(at(id, 'brief.md'), bonus);
    await expect(start(learner.context(), {}, [`./${id}`])).rejects.toThrow(
      'The challenge my-challenge has rules that this hyperdrive does not know.',
    );
    expect(existsSync(at('hyperdrive-challenges'))).toBe(false);
  });
});
