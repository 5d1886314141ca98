import { describe, expect, it } from 'vitest';
import { bonus } from '../../../src/challenge/bonus/index.ts';
import type { AttackCall } from '../../../src/challenge/convention.ts';
import { tagChoices } from '../../../src/challenge/drives.ts';
import { loadChallenges } from '../../../src/challenge/library/library.ts';
import { makeWorld } from '../../support/world.ts';

const { challenges, problems } = await loadChallenges(makeWorld('unix:/nowhere'));
const bonusChallenges = challenges.filter(({ kind }) => kind === 'bonus');

const callWith = (tags: Record<string, string>): AttackCall => ({
  drive: { limit: 5, periodMs: 1001, capacity: 9 },
  cost: 2,
  nowMs: 77,
  heldMs: 77,
  id: 'one',
  tags,
});

it('has rules for every bonus challenge that there is, and a challenge for all rules', () => {
  expect(problems).toEqual([]);
  expect(bonusChallenges.map(({ id }) => id).sort()).toEqual(Object.keys(bonus).sort());
});

describe.each(Object.entries(bonus))('%s', (id, { convention, model }) => {
  const [tags] = tagChoices(convention);
  const { brief } = bonusChallenges.find((challenge) => challenge.id === id)!;
  const names = (what: 'KEYS' | 'ARGV') =>
    [...brief.matchAll(new RegExp(`^${what}\\[\\d\\] +(\\S+)`, 'gm'))].map(([, name]) => name!);

  it('is called as its brief says', () => {
    expect(convention.argumentNames).toEqual(names('ARGV'));
    expect(convention.args(callWith(tags!))).toHaveLength(names('ARGV').length);
    expect(convention.keys('a:{b}:c', tags!)).toHaveLength(names('KEYS').length);
  });

  it('keeps all keys of all tags in one slot, below the limiter’s', () => {
    for (const choice of tagChoices(convention))
      for (const key of convention.keys('a:{b}:c', choice)) expect(key).toMatch(/^a:\{b\}:c(:\w+)?$/);
  });

  it('has tables for every word that a jump may say', () => {
    const said = model.cases.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.tags ?? {})));
    expect([...new Set(said)].sort()).toEqual(Object.values(convention.tags).flat().sort());
  });
});

it('tells numbers of its own only where the reply has them', () => {
  const { read } = bonus['usage-analytics']!.convention;
  const answer = { allowed: false, remaining: 1, retryAfterMs: 80, resetAfterMs: 80 };
  expect(read([0, 1, 80, 80, 3, 4], callWith({}))).toEqual({ ...answer, counts: { admitted: 3, denied: 4 } });
  expect(() => read([0, 1, 80, 80], callWith({}))).toThrow('array of 6 integers');
});

it('shares twice a starbase’s limit, in half as long again rounded up', () => {
  const { args } = bonus['shared-limits']!.convention;
  expect(args(callWith({ base: 'beta' }))).toEqual(['5', '1001', '2', '77', '10', '1502']);
});
