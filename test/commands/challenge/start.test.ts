import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../src/commands/challenge/start.ts';
import { UsageError } from '../../../src/errors.ts';
import { Learner } from '../../support/challenge-world.ts';

let learner: Learner;
const at = (...path: string[]) => join(learner.folder, ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
const usual = ['hyperdrive-challenges', 'repair-a-window'];
const started = () => learner.world.progress.load().challenges['repair-a-window'];

beforeEach(() => {
  learner = new Learner();
});
afterEach(() => learner.dispose());

describe('start', () => {
  it('writes the brief and the starter, and tells what comes next', async () => {
    await run(learner.context(), {}, ['repair-a-window']);
    expect(readdirSync(at(...usual)).sort()).toEqual(['README.md', 'limiter.lua']);
    expect(read(...usual, 'limiter.lua')).toMatch(/^-- hyperdrive: challenge=repair-a-window\n/);
    expect(read(...usual, 'README.md')).toMatch(/^# A window that never closes\n\nThis window admits/);
    expect(learner.printed()).toMatchInlineSnapshot(`
      "A window that never closes · repair · mission 1 · about 5 min

      This window admits everybody. Make it admit \`limit\` jumps in a period, and no
      more.

      • Change \`limiter.lua\`.
      • Leave the calling convention as it is.

      Your file:
        hyperdrive-challenges/repair-a-window/limiter.lua

        hyperdrive challenge check repair-a-window  attacks it
        hyperdrive challenge watch repair-a-window  attacks it whenever you save
        hyperdrive challenge hint repair-a-window   gives a hint
      "
    `);
    expect(started()).toEqual({ started: at(...usual), startedMs: expect.any(Number) as number });
  });

  it('has a folder for each, wherever somebody stands among them', async () => {
    await run(learner.context(), {}, ['repair-a-window']);
    learner.cwd = at(...usual);
    await run(learner.context(), {}, ['write-a-bucket']);
    expect(readdirSync(at('hyperdrive-challenges')).sort()).toEqual(['repair-a-window', 'write-a-bucket']);
  });

  it('takes the folder that is given, and its other files stay', async () => {
    mkdirSync(at('mine'));
    writeFileSync(at('mine', 'README.md'), 'mine');
    await run(learner.context({ json: true }), {}, ['repair-a-window', 'mine']);
    expect(readdirSync(at('mine')).sort()).toEqual(['README.md', 'limiter.lua']);
    expect(read('mine', 'README.md')).toBe('mine');
    expect(learner.documents()).toEqual([
      {
        challenge: 'repair-a-window',
        title: 'A window that never closes',
        kind: 'repair',
        mission: 1,
        minutes: 5,
        folder: at('mine'),
        file: at('mine', 'limiter.lua'),
        written: true,
        brief: expect.stringContaining('This window admits') as string,
      },
    ]);
  });

  it('leaves what was begun as it is, also from elsewhere', async () => {
    await run(learner.context(), {}, ['repair-a-window', 'mine']);
    writeFileSync(at('mine', 'limiter.lua'), '-- hyperdrive: challenge=repair-a-window\nmy work');
    learner.printed();
    await run(learner.context(), {}, ['repair-a-window']);
    expect(learner.printed()).toContain(
      'You have begun already. Your file, which stays as it is:\n  mine/limiter.lua',
    );
    await run(learner.context(), {}, ['repair-a-window', 'mine']);
    expect(read('mine', 'limiter.lua')).toContain('my work');
    expect(existsSync(at(...usual))).toBe(false);
    expect(started()?.started).toBe(at('mine'));
  });

  it.each(['', '\u0000'])('leaves %j, too, and tells the brief from within its folder', async (text) => {
    await run(learner.context({ json: true }), {}, ['repair-a-window']);
    writeFileSync(at(...usual, 'limiter.lua'), text);
    learner.cwd = at(...usual);
    await run(learner.context({ json: true }), {}, ['repair-a-window']);
    expect(learner.documents().at(-1)).toMatchObject({ written: false, folder: at(...usual) });
    expect(read(...usual, 'limiter.lua')).toBe(text);
  });

  it('writes anew what is gone', async () => {
    await run(learner.context(), {}, ['repair-a-window', 'mine']);
    rmSync(at('mine'), { recursive: true });
    await run(learner.context(), {}, ['repair-a-window']);
    expect(readdirSync(at(...usual))).toContain('limiter.lua');
  });

  it.each([
    ['-- a limiter', 'is not for a challenge'],
    ['-- hyperdrive: challenge=write-a-bucket', 'is for write-a-bucket'],
  ])('refuses a folder with another script: %s', async (text, why) => {
    writeFileSync(at('limiter.lua'), text);
    await expect(run(learner.context(), {}, ['repair-a-window', '.'])).rejects.toThrow(
      new UsageError(
        `${at('limiter.lua')} is there already, and ${why}. It stays as it is: name another folder, such as repair-a-window.`,
      ),
    );
    expect(readdirSync(at())).toEqual(['limiter.lua']);
    expect(started()).toBeUndefined();
  });

  it('tells where it cannot write, and which challenges there are', async () => {
    writeFileSync(at('file'), '');
    await expect(run(learner.context(), {}, ['repair-a-window', 'file/x'])).rejects.toThrow(
      `The folder ${at('file', 'x')} cannot be made: a file stands in its way.`,
    );
    await expect(run(learner.context(), {}, ['window'])).rejects.toThrow(
      'There is no challenge "window". There are: repair-a-window, write-a-bucket.',
    );
  });
});

describe('start --edit', () => {
  const opened: string[][] = [];
  let ends = 0;
  const editing = (env: Record<string, string>) =>
    new Learner({
      env,
      runProgram: async (file, args) => {
        opened.push([file, ...args]);
        return ends;
      },
    });

  beforeEach(() => {
    learner.dispose();
    opened.length = 0;
    ends = 0;
  });

  it.each([
    [
      { VISUAL: `"my editor" --wait  -c 'set ft=lua'`, EDITOR: 'nano' },
      ['my editor', '--wait', '-c', 'set ft=lua'],
    ],
    [{ VISUAL: ' ', EDITOR: 'nano' }, ['nano']],
    [{ EDITOR: '/bin/vi -n $HOME;' }, ['/bin/vi', '-n', '$HOME;']],
  ])('opens the script with %j', async (env, words) => {
    learner = editing(env);
    await run(learner.context(), { edit: true }, ['repair-a-window']);
    expect(opened).toEqual([[...words, at(...usual, 'limiter.lua')]]);
    expect(learner.told).toBe('');
  });

  it('says when the editor failed', async () => {
    learner = editing({ EDITOR: 'nano' });
    ends = 1;
    await run(learner.context(), { edit: true }, ['repair-a-window']);
    expect(learner.told).toBe('nano ended with 1.\n');
  });

  it.each([
    [{}, {}, '--edit opens what $VISUAL or $EDITOR names, and neither is set.'],
    [{ EDITOR: 'vi "x' }, {}, '$EDITOR cannot be understood. A quote (") is opened and never closed.'],
    [{ EDITOR: 'vi' }, { json: true }, '--edit opens an editor for a person'],
  ])('writes nothing where it cannot: %j %j', async (env, options, message) => {
    learner = editing(env as Record<string, string>);
    await expect(run(learner.context(options), { edit: true }, ['repair-a-window'])).rejects.toThrow(message);
    expect(readdirSync(at())).toEqual([]);
  });
});
