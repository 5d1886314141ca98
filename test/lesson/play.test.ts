import { describe, expect, it } from 'vitest';
import { Interrupted, NoEngineError, UsageError } from '../../src/errors.ts';
import { ReplyError } from '../../src/engine/port.ts';
import { verbs } from '../../src/lesson/command-line.ts';
import { playMission, type PlayResult } from '../../src/lesson/play.ts';
import type { PlayOptions } from '../../src/lesson/player.ts';
import { missionOf, scriptedPlayer, type Script } from '../support/scripted-player.ts';

const lesson = `Welcome.

## First
\`\`\`hyperdrive
hyperdrive jump enterprise
=> allowed=true
\`\`\`

## Aside (detour)
\`\`\`hyperdrive
hyperdrive warp 60s
\`\`\`

## Second
\`\`\`predict
How many get **through**?
- 5: allowed=5 | As promised.
- 20: allowed=20 | All.
\`\`\`
\`\`\`hyperdrive
hyperdrive burst kobayashi --count 20
=> allowed=20
\`\`\`
\`\`\`valkey
ZCARD hyperdrive:kobayashi
=> 1
\`\`\`

## Third
\`\`\`quiz
Which?
- [x] This | For a reason.
- [ ] That | For none
\`\`\`
\`\`\`lua file=lua/x.lua
return 1
\`\`\``;

const commands = {
  'hyperdrive jump enterprise': { allowed: true },
  'hyperdrive warp 60s': {},
  'hyperdrive burst kobayashi --count 20': { allowed: 20 },
  'burst kobayashi': { allowed: 7 },
};
const valkey = { 'ZCARD hyperdrive:kobayashi': 1 };

interface Played {
  result: PlayResult | null;
  error: unknown;
  log: string[];
  results: unknown[];
}

async function play(script: Script, options: Partial<PlayOptions> = {}, body = lesson): Promise<Played> {
  const mission = await missionOf(body);
  const { io, log, results } = scriptedPlayer({ commands, valkey, ...script });
  try {
    const result = await playMission(mission, io, {
      file: 'x.md',
      start: 0,
      resume: 'hyperdrive mission 5',
      ...options,
    });
    return { result, error: null, log, results };
  } catch (error) {
    return { result: null, error, log, results };
  }
}

const happened = (log: readonly string[]): string[] =>
  log.filter((line) => /^(enter|leave|run|replay|valkey|progress)( |$)/.test(line));
const asked = (log: readonly string[]): string[] =>
  log.filter((line) => line.startsWith('? ')).map((line) => line.slice(2));

/** Enter at every prompt, the first choice at every question, the detour skipped. */
const enters = ['', '', '', 'Skip it', '20', '', '', '', 'This', ''];

describe('a learner who follows', () => {
  it('is asked at each stop, and every step begins from the state that the lesson needs', async () => {
    const { result, log } = await play({ answers: enters });
    expect(result).toEqual({ finished: true, passed: 3, failures: [] });
    expect(asked(log)).toEqual([
      '[5 · 1/4] 01:00:00 Enter begins',
      '[5 · 1/4] 01:00:00 $ (hyperdrive jump enterprise)',
      '[5 · 1/4] 01:00:00 Enter goes on',
      '[5 · 2/4] A detour. Take it? Take it / Skip it / Go back / Quit',
      '[5 · 3/4] Your answer 5 / 20',
      '[5 · 3/4] 01:00:00 $ (hyperdrive burst kobayashi --count 20)',
      '[5 · 3/4] 01:00:00 valkey> (ZCARD hyperdrive:kobayashi)',
      '[5 · 3/4] 01:00:00 Enter goes on',
      '[5 · 4/4] Your answer This / That',
      '[5 · 4/4] 01:00:00 Enter ends the lesson',
    ]);
    expect(happened(log)).toEqual([
      'enter',
      'progress first',
      'enter',
      'run hyperdrive jump enterprise',
      'progress aside',
      'progress second',
      'enter',
      'replay hyperdrive jump enterprise',
      'run hyperdrive burst kobayashi --count 20',
      'valkey ZCARD hyperdrive:kobayashi',
      'progress third',
      'enter',
      'replay hyperdrive jump enterprise',
      'replay hyperdrive burst kobayashi --count 20',
      'progress done',
      'leave',
    ]);
    expect(log).toContain('You said: 20. So it was. All.');
    expect(log).toContain('(integer) 1');
    expect(log).toContain('Right. For a reason.');
    expect(log).toContain('lua/x.lua\n│ return 1');
  });

  it('takes a detour, and none of it is left in the next step', async () => {
    const { log } = await play({ answers: ['Take it', '', '', '5', ''] }, { start: 1 });
    expect(happened(log)).toEqual([
      'progress aside',
      'enter',
      'replay hyperdrive jump enterprise',
      'run hyperdrive warp 60s',
      'progress second',
      'enter',
      'replay hyperdrive jump enterprise',
      'run hyperdrive burst kobayashi --count 20',
      'leave',
    ]);
    expect(log).toContain('You said: 5. As promised.\nIt was: 20. All.');
  });

  it('is told what a wrong answer misses', async () => {
    const { log } = await play({ answers: ['That', ''] }, { start: 3 });
    expect(log).toContain('Not quite. For none\nRight: This. For a reason.');
  });
});

describe('a learner who tries things', () => {
  it('runs what is typed, and gets the suggestion back', async () => {
    const typed = ['5', 'burst kobayashi', 'zcard hyperdrive:kobayashi', 'help', '', 'q'];
    const { result, log } = await play(
      { answers: typed, valkey: { 'zcard hyperdrive:kobayashi': 9 } },
      { start: 2 },
    );
    const suggestion = '[5 · 3/4] 01:00:00 $ (hyperdrive burst kobayashi --count 20)';
    expect(asked(log).filter((line) => line === suggestion)).toHaveLength(4);
    expect(happened(log)).toContain('run burst kobayashi');
    expect(log).toContain('(integer) 9');
    expect(log.find((text) => text.includes('Enter runs what is suggested'))).toMatch(
      /jump, burst, warp, inspect/,
    );
    expect(result).toMatchObject({ finished: false, failures: [] });
  });

  it('is no failure of the lesson where the state then differs', async () => {
    const changed = { ...commands, 'hyperdrive burst kobayashi --count 20': { allowed: 7 } };
    const { result, log } = await play(
      { answers: ['5', 'burst kobayashi', '', 'q'], commands: changed },
      { start: 2 },
    );
    expect(result?.failures).toEqual([]);
    expect(log).toContain(
      'The lesson expected `allowed=20` here and saw 7. What you ran before may be why;\n`again` starts the step over.',
    );
    expect(log.find((text) => text.startsWith('You said: 5. None of the answers came true'))).toBeDefined();
  });

  it.each([
    ['next', 'progress third'],
    ['SKIP', 'progress third'],
    ['n', 'progress third'],
    ['b', 'progress aside'],
    ['again', 'progress second'],
  ])('%s leads to %s', async (word, there) => {
    const { log } = await play({ answers: ['5', word] }, { start: 2 });
    expect(happened(log).filter((line) => line.startsWith('progress'))).toEqual(['progress second', there]);
  });

  it('goes back no further than the first step', async () => {
    const { log } = await play({ answers: ['', 'b', 'q'] });
    expect(happened(log)).toEqual(['enter', 'progress first', 'enter', 'progress first', 'enter', 'leave']);
  });

  it('leaves at the first prompt', async () => {
    const { result, log } = await play({ answers: ['quit'] });
    expect(result).toMatchObject({ finished: false });
    expect(happened(log)).toEqual(['enter', 'leave']);
  });

  it.each([
    ['rm -rf /', /"rm" is not for here\./],
    ["jump 'x", /"jump" is not|never closed/],
    ['', null],
  ])('%j is answered, and the prompt returns', async (typed, message) => {
    const { log, error } = await play({ answers: ['', typed, 'q'] }, {}, '## S\nx\n## T\ny');
    expect(error).toBeNull();
    if (message) expect(log.find((text) => message.test(text))).toBeDefined();
  });

  it('is told all commands that run, by help and by a refusal', async () => {
    const { log } = await play({ answers: ['help', 'cluster keyslot x', 'q'] });
    for (const say of [/run too/, /is not for here/])
      expect(log.find((text) => say.test(text))?.replaceAll(/\s+/g, ' ')).toContain(verbs.join(', '));
  });

  it('may try again a command of the lesson that failed', async () => {
    const broken = { 'hyperdrive jump enterprise': new UsageError('There is no ship "\u001b[2J".') };
    const { log, error } = await play({ answers: ['', '', '', 'q'], commands: broken });
    expect(error).toBeNull();
    expect(log.filter((text) => text === 'There is no ship "\\x1b[2J".')).toHaveLength(2);
  });
});

describe('whatever happens', () => {
  it('Ctrl-C leaves the clock running and is passed on', async () => {
    const { error, log } = await play({ answers: ['', ''] });
    expect(error).toBeInstanceOf(Interrupted);
    expect(log.slice(-2)).toEqual(['leave', 'hyperdrive mission 5 goes on from here']);
  });

  const lost = new NoEngineError('The server at /run/x.sock went away.');

  it('a lost engine ends the lesson with one line that says how to go on', async () => {
    const gone = { ...commands, 'hyperdrive burst kobayashi --count 20': lost };
    const { error, log } = await play({ answers: enters, commands: gone });
    expect(error).toBeInstanceOf(NoEngineError);
    expect((error as Error).message).toBe(
      'The engine went away. Your place is kept: `hyperdrive mission 5` resumes at [5 · 3/4] Second.',
    );
    expect(happened(log)).toContain('progress second');
    expect(happened(log)).not.toContain('leave');
  });

  it('the same while a step is replayed, and for what is typed', async () => {
    const gone = { ...commands, 'hyperdrive jump enterprise': lost };
    const replayed = await play({ answers: ['x'], commands: gone }, { start: 2 });
    expect(replayed.error).toBeInstanceOf(NoEngineError);
    const typed = await play({ answers: ['', 'hyperdrive jump enterprise'], commands: gone });
    expect(typed.error).toBeInstanceOf(NoEngineError);
  });

  it('a mistake in the program is not swallowed', async () => {
    const broken = { ...commands, 'hyperdrive jump enterprise': new TypeError('x is undefined') };
    expect((await play({ answers: enters, commands: broken })).error).toBeInstanceOf(TypeError);
  });
});

describe('straight through', () => {
  it('asks nothing, takes detours, keeps no progress, and tells every answer', async () => {
    const { result, log, results } = await play({ interactive: false });
    expect(result).toEqual({ finished: true, passed: 4, failures: [] });
    expect(asked(log)).toEqual([]);
    expect(log).toContain('$ hyperdrive warp 60s');
    expect(log).toContain('How many get through?\n• 5\n• 20');
    expect(log).toContain('It was: 20. All.');
    expect(log).toContain('Which?\n• This\n• That\n\nRight: This. For a reason.\nNot: That. For none');
    expect(happened(log).filter((line) => line.startsWith('progress'))).toEqual(['progress done']);
    expect(results).toHaveLength(4);
    expect(results[3]).toEqual({
      step: 'second',
      line: expect.any(Number) as number,
      command: 'ZCARD hyperdrive:kobayashi',
      result: { value: 1 },
    });
  });

  it('collects what did not come true, with its line', async () => {
    const { result, log } = await play({
      interactive: false,
      commands: {
        ...commands,
        'hyperdrive jump enterprise': { allowed: false },
        'hyperdrive warp 60s': new UsageError('No such duration.'),
        'hyperdrive burst kobayashi --count 20': { allowed: 7 },
      },
      valkey: { 'ZCARD hyperdrive:kobayashi': new ReplyError('WRONGTYPE') },
    });
    expect(result?.failures).toEqual([
      { file: 'x.md', line: 13, expected: 'allowed=true', got: 'false' },
      { file: 'x.md', line: 19, expected: 'the command to run', got: 'No such duration.' },
      { file: 'x.md', line: 29, expected: 'allowed=20', got: '7' },
      { file: 'x.md', line: 23, expected: 'exactly one choice to come true', got: 'none' },
      { file: 'x.md', line: 33, expected: '1', got: '"(error) WRONGTYPE"' },
    ]);
    expect(result?.passed).toBe(0);
    expect(log).toContain('x.md:29: expected allowed=20, got 7');
  });

  it('refuses a prediction with two true answers', async () => {
    const both =
      '## S\n```predict\nQ?\n- a: x=1 | f\n- b: y=1 | g\n```\n```hyperdrive\nhyperdrive jump enterprise\n```';
    const { result } = await play(
      { interactive: false, commands: { 'hyperdrive jump enterprise': { x: 1, y: 1 } } },
      {},
      both,
    );
    expect(result?.failures).toMatchObject([{ line: 10, got: '"a" and "b"' }]);
  });

  it('judges a prediction on a reply too', async () => {
    const reply =
      '## S\n```predict\nQ?\n- one: value=1 | f\n- two: value=2 | g\n```\n```valkey\nZCARD hyperdrive:kobayashi\n```';
    const { log, result } = await play({ interactive: false }, {}, reply);
    expect(result?.failures).toEqual([]);
    expect(log).toContain('It was: one. f');
  });

  it('says what an engine lacks, and skips it everywhere', async () => {
    const needs =
      '## S\n```hyperdrive needs=memory\nhyperdrive warp 60s\n=> x=1\notherwise: No **memory** here.\n```\n## T\nx';
    const { log, results, result } = await play({ interactive: false, lacks: ['memory'] }, {}, needs);
    expect(log).toContain('No memory here.');
    expect(happened(log)).toEqual(['enter', 'enter', 'progress done', 'leave']);
    expect(results).toEqual([{ step: 's', line: 11, command: 'hyperdrive warp 60s', skipped: 'memory' }]);
    expect(result).toEqual({ finished: true, passed: 0, failures: [] });
  });

  it.each([true, false])('gives the test a say before every stop (interactive: %s)', async (interactive) => {
    let stops = 0;
    await play({ interactive, answers: enters }, { beforeStop: async () => void stops++ });
    expect(stops).toBe(interactive ? 10 : 10);
  });
});
