import { expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { problemText } from '../../src/content/problem.ts';
import { playThrough } from '../../src/lesson/play-through.ts';
import { missionOf, scriptedPlayer, type Script } from '../support/scripted-player.ts';

/** What does not come true, line by line; the first line of `body` is line 9. */
async function untrue(body: string, script: Script): Promise<string[]> {
  const { io } = scriptedPlayer({ interactive: false, ...script });
  const options = { file: 'x.md', start: 0, resume: '' };
  const { problems } = await playThrough(await missionOf(body), io, options);
  return problems.map(problemText);
}

const jump =
  '## S\n```hyperdrive\nhyperdrive jump enterprise\n=> allowed=true\n=> remaining=4 retryAfterMs<=0\n```';

it('counts what came true, and says nothing of it', async () => {
  const { io, results } = scriptedPlayer({
    interactive: false,
    commands: { 'hyperdrive jump enterprise': { allowed: true, remaining: 4, retryAfterMs: 0 } },
  });
  const played = await playThrough(await missionOf(jump), io, { file: 'x.md', start: 0, resume: '' });
  expect(played).toEqual({ passed: 1, problems: [] });
  expect(results).toHaveLength(1);
});

it('tells every condition that does not hold, and what was seen instead', async () => {
  const commands = { 'hyperdrive jump enterprise': { allowed: false, remaining: 4, retryAfter: 7 } };
  expect(await untrue(jump, { commands })).toEqual([
    'x.md:11: `allowed=true` does not hold after `hyperdrive jump enterprise`: allowed is false. Write what is so, or mend what runs before it.',
    'x.md:11: `retryAfterMs<=0` does not hold after `hyperdrive jump enterprise`: it tells no retryAfterMs. Name what it tells: allowed, remaining, retryAfter.',
  ]);
});

it('tells commands that fail, and judges nothing by them', async () => {
  const body = `## S\n\`\`\`predict\nHow many?\n- None: allowed=0 | a\n- One: allowed=1 | b\n\`\`\`\n${jump.slice(5)}`;
  const commands = { 'hyperdrive jump enterprise': new UsageError('There is no such ship.') };
  expect(await untrue(body, { commands })).toEqual([
    'x.md:16: `hyperdrive jump enterprise` fails: There is no such ship. Mend the command, or what it needs.',
  ]);
});

it('tells what the server answers otherwise', async () => {
  const body = '## S\n```valkey\nZCARD hyperdrive:e\n=> 6\nLRANGE hyperdrive:e 0 -1\n=> length>=3\n```';
  const valkey = { 'ZCARD hyperdrive:e': 5, 'LRANGE hyperdrive:e 0 -1': [Buffer.from('a')] };
  expect(await untrue(body, { valkey })).toEqual([
    'x.md:11: `ZCARD hyperdrive:e` does not answer `6`, but 5. Write what is so, or mend what runs before it.',
    'x.md:13: `length>=3` does not hold after `LRANGE hyperdrive:e 0 -1`: length is 1. Write what is so, or mend what runs before it.',
  ]);
});

it.each([
  [7, 'x.md:10: No choice of this prediction comes true: allowed is 7.'],
  [5, 'x.md:10: The choices "Five" and "A few" come true together: allowed is 5.'],
])('tells a prediction of which not exactly one choice comes true (%d)', async (allowed, problem) => {
  const body =
    '## S\n```predict\nHow many?\n- Five: allowed=5 | a\n- A few: allowed<6 | b\n```\n```hyperdrive\nhyperdrive burst e\n```';
  expect(await untrue(body, { commands: { 'hyperdrive burst e': { allowed } } })).toEqual([
    `${problem} Mend the conditions, so that exactly one choice holds.`,
  ]);
});

it('says nothing of what the engine cannot do', async () => {
  const body = '## S\n```valkey needs=memory\nMEMORY USAGE hyperdrive:e\n=> 6\notherwise: not here\n```';
  expect(await untrue(body, { lacks: ['memory'] })).toEqual([]);
});
