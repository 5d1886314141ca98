import { describe, expect, it } from 'vitest';
import { afterHint, nextHint } from '../../../src/challenge/learner/hint.ts';
import type { ChallengeProgress } from '../../../src/deps.ts';
import { challenge } from './challenges.ts';

const one = challenge('one');

/** Takes hints and tells what each showed. */
function take(times: number, standing: ChallengeProgress, from = one) {
  return Array.from({ length: times }, () => {
    const hints = nextHint(from, standing);
    standing = afterHint(from, hints, standing);
    return { law: hints.law, texts: hints.tiers.slice(0, hints.shown), before: hints.before, standing };
  });
}

describe('hints', () => {
  it('are one more each time, and at the end all again', () => {
    const taken = take(4, { lastLaw: 'reset' });
    expect(taken.map(({ texts, before }) => [texts.join(' '), before])).toEqual([
      ['r1', 0],
      ['r1 r2', 1],
      ['r1 r2 r3', 2],
      ['r1 r2 r3', 3],
    ]);
    expect(taken.every(({ law }) => law === 'reset')).toBe(true);
  });

  it.each([undefined, 'decision', 'a law of tomorrow'])('for %s are those for anything', (lastLaw) => {
    const [taken] = take(1, lastLaw === undefined ? {} : { lastLaw });
    expect(taken).toMatchObject({ law: null, texts: ['a1'], standing: { hints: { anything: 1 } } });
  });

  it('go on where another law has the same ones, and begin where it has others', () => {
    const seen = take(2, { lastLaw: 'reset' }).at(-1)!.standing;
    expect(take(1, { ...seen, lastLaw: 'retry' })[0]).toMatchObject({ texts: ['r1', 'r2', 'r3'] });
    expect(take(1, { ...seen, lastLaw: 'ttl' })[0]).toMatchObject({ law: null, texts: ['a1'] });
  });

  it('are counted by law, so that an update may put them together otherwise', () => {
    const seen = take(2, { lastLaw: 'reset' }).at(-1)!.standing;
    expect(seen.hints).toEqual({ retry: 2, reset: 2 });
    const parted = challenge('one', {
      hints: [
        { laws: ['reset'], tiers: ['x1', 'x2', 'x3'] },
        { laws: [], tiers: ['a1', 'a2', 'a3'] },
      ],
    });
    expect(take(1, seen, parted)[0]!.texts).toEqual(['x1', 'x2', 'x3']);
  });
});
