import { describe, expect, it } from 'vitest';
import { contenders } from '../../src/challenge/cost-traffic.ts';
import { foreign, packaged } from './specimens.ts';

const drivesOf = (...both: Parameters<typeof contenders>) =>
  contenders(...both)?.map(({ drive }) => drive) ?? null;

describe('traffic that suits both scripts', () => {
  it('is 10 per minute where nothing speaks against it', () => {
    const usual = { limit: 10, periodMs: 60_000 };
    expect(drivesOf(packaged('gcra'), packaged('token-bucket'), 'k')).toEqual([usual, usual]);
  });

  it('has the numbers that are written into a script, for both', () => {
    const fixed = { limit: 5, periodMs: 1_000 };
    expect(drivesOf(foreign('', { fixed }), packaged('fixed-window'), 'k')).toEqual([fixed, fixed]);
  });

  it('has a period that both can count', () => {
    const drives = drivesOf(foreign('', { periodStepMs: 7_000 }), foreign('', { periodStepMs: 1_000 }), 'k');
    expect(drives![0]!.periodMs).toBe(63_000);
  });

  it('gives both a capacity, or is none', () => {
    const bucket = foreign('', { capacity: true, fixed: { capacity: 20 } });
    expect(drivesOf(bucket, packaged('gcra'), 'k')![1]).toMatchObject({ limit: 10, capacity: 20 });
    expect(drivesOf(bucket, packaged('fixed-window'), 'k')).toBeNull();
  });

  it.each([
    ['numbers of both that differ', { fixed: { limit: 5 } }, { fixed: { limit: 6 } }],
    ['a period that one cannot count', { fixed: { periodMs: 1_500 } }, { periodStepMs: 1_000 }],
    ['what one refuses', {}, { refuses: () => 'no' }],
    ['more units than it is worth', { fixed: { limit: 10_000 } }, {}],
  ])('is none for %s', (_, one, other) => {
    expect(contenders(foreign('', one), foreign('', other), 'k')).toBeNull();
  });

  it('is on keys that the script has declared', () => {
    const far = foreign('', {
      tags: { class: ['scout', 'cruiser'] },
      keys: (key, { class: name }) => [`${key}:${name}`, `${key}:all`],
    });
    expect(contenders(far, packaged('gcra'), 'k')?.map(({ keys }) => keys)).toEqual([
      ['k:scout', 'k:all'],
      ['k:scout'],
    ]);
  });
});
