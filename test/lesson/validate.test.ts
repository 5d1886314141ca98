import { describe, expect, it } from 'vitest';
import { problemText } from '../../src/lesson/mission.ts';
import { validateMission, wordsIn, type Files } from '../../src/lesson/validate.ts';
import { missionOf } from '../support/scripted-player.ts';

const script = 'local a = 1\nif a then\n  call()\n    deeper()\nend\n';
const files: Files = {
  readFile: (path) => (path === 'lua/x.lua' ? script : null),
  exists: (path) => path === '../../README.md' || path === 'a b.md',
};

const problemsOf = async (body: string): Promise<string[]> =>
  validateMission(await missionOf(body), 'x.md', files).map(problemText);
const words = (amount: number): string => Array.from({ length: amount }, () => 'word').join(' ');
const run = '```hyperdrive\nhyperdrive jump enterprise\n```';
const lua = (code: string): string => `## S\n\`\`\`lua file=lua/x.lua\n${code}\n\`\`\``;

describe('validateMission', () => {
  it.each([
    `## One\n${words(60)}\n${run}\n${words(60)}\n## Two\n${words(60)}`,
    `## One\n${run}\n[there](../../README.md#x), [space](a%20b.md), [step](#one-more) and [web](https://x.y)\n## One more (detour)\nx`,
    '## S\n```predict\nWhat?\n- a: x=1 | f\n- b: x=2 | g\n```\nSome prose.\n```valkey\nGET hyperdrive:a\n```',
    '## S\n```quiz\nWhich?\n- [x] a | b\n- [x] c | d\n- [ ] e | f\n```',
    lua('if a then\n  call()'),
    lua('call()\n  deeper()'),
    lua('      call()\n        deeper()'),
    `## S\n${words(30)}\n\`\`\`text\n${words(100)}\n\`\`\`\n${words(30)}`,
  ])('has nothing against %j', async (body) => expect(await problemsOf(body)).toEqual([]));

  it.each([
    ['', 'x.md:1: The mission has no steps.'],
    [`${words(61)}\n## S\nx`, 'x.md:9: 61 words stand here between two stops; 60 are the most.'],
    [`## S\n${words(61)}\n${run}`, 'x.md:10: 61 words'],
    [`## S\n${run}\n${words(40)}\n\n- ${words(30)}`, 'x.md:13: 70 words'],
    ['## S', 'x.md:9: The step "S" is empty.'],
    ['## S\nx\n## S!\ny', 'x.md:11: The heading "S!" makes the same id as line 9: s.'],
    ['## 12\nx', 'x.md:9: The heading "12" is a number'],
    ['## ?\nx', 'x.md:9: The heading "?" has no letters'],
    [
      '## S\n```predict\nQ?\n- a: x=1 | f\n- b: x=2 | g\n```\n## T\n' + run,
      'x.md:10: Nothing runs behind this prediction',
    ],
    ['## S\n```predict\nQ?\n- a: x=1 | f\n```\n' + run, 'x.md:10: A prediction needs at least two choices.'],
    ['## S\n```predict\nQ?\n- a: x=1 | f\n- b: x=2\n```\n' + run, 'x.md:13: The choice "b" has no feedback.'],
    ['## S\n```quiz\nQ?\n- [ ] a | b\n- [ ] c | d\n```', 'x.md:10: No choice of this quiz is right.'],
    ['## S\n```quiz\nQ?\n- [x] a\n- [ ] c | d\n```', 'x.md:12: The choice "a" does not say why.'],
    ['## S\n```quiz\nQ?\n- [x] a | b\n```', 'x.md:10: A quiz needs at least two choices.'],
    ['## S\n```hyperdrive\nhyperdrive reset\n```', 'x.md:11: A mission does not run "reset".'],
    [
      '## S\n```hyperdrive\njump enterprise\n```',
      'x.md:11: "jump enterprise" cannot be pasted into a shell.',
    ],
    ['## S\n```hyperdrive\nhyperdrive jump $SHIP\n```', 'x.md:11: This is no shell'],
    ['## S\n```valkey\nDEL hyperdrive:a\n```', 'x.md:11: A lesson only reads'],
    ['## S\n```lua file=lua/y.lua\nx\n```', 'x.md:10: There is no file lua/y.lua.'],
    [lua('if a then\n  cal()'), 'x.md:12: This line does not stand in lua/x.lua.'],
    [lua('if a then\nend'), 'x.md:10: These lines do not stand in lua/x.lua one below the other.'],
    [lua('if a then\ncall()'), 'x.md:10: These lines do not stand'],
    [lua(''), 'x.md:10: The block shows nothing.'],
    ['## S\n[gone](gone.md)', 'x.md:10: The link leads to gone.md, which is not there.'],
    ['## S\n[gone](#gone)', 'x.md:10: No step has the anchor #gone.'],
  ])('%j', async (body, problem) =>
    expect(await problemsOf(body)).toEqual([expect.stringContaining(problem)]),
  );
});

it('counts the words that are read', () => {
  expect(wordsIn('One **two** `three four`, [five](https://x.y/a b) - six.')).toBe(6);
  expect(wordsIn('| a | b |\n|---|---|\n| c | d |')).toBe(4);
});
