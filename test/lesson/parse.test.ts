import { describe, expect, it } from 'vitest';
import { problemText } from '../../src/lesson/mission.ts';
import { parseMission, slug } from '../../src/lesson/parse.ts';
import { frontMatter, missionOf } from '../support/scripted-player.ts';

const lesson = `# Try-out

Some [words](../x.md) first.
<!-- notes: say
hello -->

## The script everybody copies
Prose with \`[no](link)\`.

\`\`\`predict
How many
get through?
- 5: allowed=5 | So it promises.
- Twenty: of them: allowed=20 |
  All of them.
\`\`\`

\`\`\`hyperdrive
hyperdrive burst \\
  --ship kobayashi
=> allowed=20 denied=0
=> state.length=1
hyperdrive jump kobayashi
\`\`\`

### A heading within

\`\`\`text
a fence that only shows
## and no step
\`\`\`

## Look at it! (detour)

\`\`\`valkey needs=memory
ZCARD hyperdrive:kobayashi
=> 1
LRANGE x 0 -1
=> length>=5
GET x
otherwise: This engine does not tell.
\`\`\`

\`\`\`quiz
Which?
- [x] This | For a reason.
- [ ] That | For none.
\`\`\`

\`\`\`lua file=lua/x.lua
local a = 1

return a
\`\`\``;

describe('parseMission', () => {
  it('reads a whole lesson, every item with its line', async () => {
    const mission = await missionOf(lesson);
    expect(mission).toMatchObject({ id: 'tryout', number: 5, title: 'Try-out', minutes: 3 });
    expect(mission.intro).toEqual({ kind: 'prose', line: 11, text: 'Some [words](../x.md) first.' });
    expect(mission.links).toEqual([{ target: '../x.md', line: 11 }]);
    expect(mission.steps.map(({ id, title, detour, line }) => [id, title, detour, line])).toEqual([
      ['the-script-everybody-copies', 'The script everybody copies', false, 15],
      ['look-at-it', 'Look at it!', true, 41],
    ]);

    const [prose, predict, block, tail] = mission.steps[0]!.items;
    expect(prose).toEqual({ kind: 'prose', line: 16, text: 'Prose with `[no](link)`.' });
    expect(predict).toMatchObject({
      kind: 'predict',
      line: 18,
      question: 'How many get through?',
      choices: [
        { line: 21, label: '5', conditions: [{ text: 'allowed=5' }], feedback: 'So it promises.' },
        {
          line: 22,
          label: 'Twenty: of them',
          conditions: [{ text: 'allowed=20' }],
          feedback: 'All of them.',
        },
      ],
    });
    expect(block).toMatchObject({
      kind: 'hyperdrive',
      line: 26,
      lines: [
        {
          line: 27,
          command: 'hyperdrive burst --ship kobayashi',
          conditions: [{ text: 'allowed=20' }, { text: 'denied=0' }, { text: 'state.length=1' }],
        },
        { line: 31, command: 'hyperdrive jump kobayashi', conditions: [] },
      ],
    });
    expect(tail).toMatchObject({ kind: 'prose', line: 34 });
    expect((tail as { text: string }).text).toBe(
      '### A heading within\n\n```text\na fence that only shows\n## and no step\n```',
    );

    const [valkey, quiz, lua] = mission.steps[1]!.items;
    expect(valkey).toMatchObject({
      kind: 'valkey',
      needs: 'memory',
      otherwise: 'This engine does not tell.',
      lines: [
        { command: 'ZCARD hyperdrive:kobayashi', expect: { whole: '1' } },
        { command: 'LRANGE x 0 -1', expect: { conditions: [{ text: 'length>=5' }] } },
        { command: 'GET x', expect: null },
      ],
    });
    expect(quiz).toMatchObject({
      kind: 'quiz',
      question: 'Which?',
      choices: [
        { text: 'This', right: true, why: 'For a reason.' },
        { text: 'That', right: false, why: 'For none.' },
      ],
    });
    expect(lua).toMatchObject({ kind: 'lua', file: 'lua/x.lua', code: 'local a = 1\n\nreturn a' });
  });

  it('does not mind Windows line ends and a byte order mark', async () => {
    const { mission, problems } = await parseMission(
      `\uFEFF${frontMatter}\n${lesson}`.replaceAll('\n', '\r\n'),
      'x.md',
    );
    expect(problems).toEqual([]);
    expect(mission).toEqual(await missionOf(lesson));
  });

  const withBody = async (body: string): Promise<string[]> =>
    (await parseMission(`${frontMatter}\n## Step\n${body}`, 'x.md')).problems.map(problemText);

  it.each([
    ['```hyperdrive\n=> allowed=1\njump\n```', 'x.md:11: A => line stands before any command.'],
    ['```hyperdrive\n```', 'x.md:10: The ```hyperdrive block has no command.'],
    ['```hyperdrive\njump\n=> allowed is 1\n```', 'x.md:12: "allowed is 1" is no condition.'],
    ['```hyperdrive needs=luck\njump\notherwise: x\n```', 'x.md:10: No engine has a capability "luck".'],
    [
      '```hyperdrive needs=memory\njump\n```',
      'x.md:10: needs=memory says what an engine may lack, but not what to tell',
    ],
    [
      '```valkey\nGET x\notherwise: x\n```',
      'x.md:10: An `otherwise:` line stands in a block that needs nothing.',
    ],
    ['```valkey\nGET x\n=> 1\n=> 2\n```', 'x.md:13: A Valkey command has one reply'],
    ['```valkey\nGET x\n=>\n```', 'x.md:12: The => line expects nothing.'],
    ['```quiz right\nWhich?\n- [x] a | b\n```', 'x.md:10: `right` means nothing behind ```quiz.'],
    ['```quiz\nWhich?\n- a | b\n```', 'x.md:12: The choice "a | b" does not say whether it is right.'],
    ['```quiz\n- [x] a | b\n```', 'x.md:10: The ```quiz block has no question.'],
    ['```predict\nWhat?\n- twenty | b\n```', 'x.md:12: The choice "twenty" has no conditions.'],
    ['```predict\nWhat?\n- twenty: many | b\n```', 'x.md:12: "many" is no condition.'],
    ['```lua\nreturn 1\n```', 'x.md:10: The ```lua block does not say which file'],
    [
      '```perdict\nWhat?\n```',
      'x.md:10: ```perdict is shown as it stands. If it should do something, write predict.',
    ],
    ['```Valkey\nGET x\n```', 'x.md:10: ```Valkey is shown as it stands.'],
    ['```text\nforever', 'x.md:10: A fence is opened and never closed.'],
    ['<!-- forever', 'x.md:10: A comment is opened and never closed.'],
    ['# Title', 'x.md:10: A # heading stands behind the first step.'],
  ])('%j', async (body, problem) => expect(await withBody(body)).toEqual([expect.stringContaining(problem)]));

  it('wants a step around every block', async () => {
    const { problems } = await parseMission(`${frontMatter}\n\`\`\`valkey\nGET x\n\`\`\``, 'x.md');
    expect(problems.map(problemText)).toEqual([
      expect.stringContaining('x.md:9: A ```valkey block stands before the first step.'),
    ]);
  });

  it.each([
    ['id: hyperdrive\n', 'id: Hyper Drive\n', 2, '`id` is "Hyper Drive"'],
    ['number: 5\n', 'number: five\n', 3, '`number` is "five"'],
    ['minutes: 15\n', 'minutes: -1\n', 4, '`minutes` is -1'],
    ['title: T\n', '', 1, 'has no `title`'],
    ['algorithms: []\n', 'algorithms: gcra\n', 6, '`algorithms` is "gcra"'],
    ['objectives: [a]\n', 'objectives: []\n', 7, '`objectives` is []'],
    ['title: T\n', 'title: T\nauthor: me\n', 6, '`author` means nothing here'],
    ['title: T\n', 'title: "T\n', 7, 'is no YAML'],
  ])('front matter: %j as %j', async (good, bad, line, message) => {
    const yaml = 'id: hyperdrive\nnumber: 5\nminutes: 15\ntitle: T\nalgorithms: []\nobjectives: [a]\n';
    const { problems } = await parseMission(`---\n${yaml.replace(good, bad)}---\n## S\nx\n`, 'x.md');
    expect(problems.map(problemText)[0]).toContain(message);
    expect(problems[0]!.line).toBe(line);
    expect(problems[0]!.remedy).not.toBe('');
  });

  it.each(['', '## Step', '---\n- a\n---\n', '---\n---\n', '---\na: &x 1\nb: *x\n---'])(
    '%j has no front matter to speak of',
    async (text) => {
      const { mission, problems } = await parseMission(text, 'x.md');
      expect(mission).toBeNull();
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});

describe('slug', () => {
  it.each([
    ['The first jump', 'the-first-jump'],
    ['Why Lua? (And why not)', 'why-lua-and-why-not'],
    ['Größe 10', 'größe-10'],
    ['a - b', 'a---b'],
  ])('%s', (heading, anchor) => expect(slug(heading)).toBe(anchor));
});
