import { describe, expect, it } from 'vitest';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { diagnose, type Play } from '../../src/challenge/diagnose.ts';
import { expectedOf } from '../../src/challenge/expect.ts';
import { attackModels } from '../../src/challenge/models/index.ts';
import { signatures } from '../../src/challenge/signatures/index.ts';
import { kindOf } from '../../src/challenge/signatures/kind.ts';
import { roundsUpItsReply } from '../../src/challenge/signatures/waits.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import type { Finding } from '../../src/challenge/verdict.ts';
import { contractConvention } from '../../src/challenge/contract-convention.ts';
import { findingOf, packaged } from './stage.ts';

describe('the signatures', () => {
  it('are of every mistake of the gallery, once', () => {
    expect(signatures.map(({ name }) => name).sort()).toEqual(flawed.map(({ name }) => name).sort());
  });

  it.each(signatures)(
    '$name explains something, and shows where the gallery says',
    ({ name, breaks, signs }) => {
      expect(breaks.length).toBeGreaterThan(0);
      if (breaks.join() === 'keys') return;
      const { drive } = flawed.find((one) => one.name === name)!.flaw!;
      const { limit, periodMs } = drive;
      const { convention, model } = packaged(name);
      const shown = signs({ limit, periodMs, most: limit, clock: convention.clock, kind: kindOf(model) });
      expect(shown.length).toBeGreaterThan(0);
      for (const { controls } of shown) expect(controls.length).toBeGreaterThan(0);
    },
  );
});

describe('what a model is', () => {
  it.each([
    ['fixed-window', 'fixed'],
    ['fixed-window-from-first', 'fixed'],
    ['token-bucket', 'bucket'],
    ['leaky-bucket-meter', 'bucket'],
    ['leaky-bucket-queue', 'bucket'],
    ['gcra', 'bucket'],
    ['sliding-window-log', 'sliding'],
    ['sliding-window-counter', 'sliding'],
  ])('shows by what %s admits: %s', (name, kind) => {
    expect(kindOf(attackModels[name]!)).toBe(kind);
  });
});

/** Between them they ask for every signature; a finding of another law asks for none that these do not. */
const findings: Finding[] = [
  findingOf('decision', { cost: -1 }),
  findingOf('retry'),
  findingOf('retry', { cost: 9 }),
  findingOf('remaining'),
  findingOf('ttl'),
  findingOf('clock'),
];

it('are all asked for by these findings', () => {
  const asked = signatures.filter(({ breaks, explains }) =>
    findings.some((finding) => breaks.includes(finding.law) && explains?.(finding) !== false),
  );
  expect(asked).toEqual(signatures.filter(({ name }) => name !== 'flawed/undeclared-key'));
});

describe.each(Object.keys(attackModels))('what promises to be a %s', (name) => {
  const model = attackModels[name]!;
  /** A script that believes its caller and can be asked everything, so that every mistake could be tried. */
  const specimen: Specimen = {
    file: 'any.lua',
    scripts: [],
    promises: name,
    model,
    convention: {
      ...contractConvention({ bucket: false, delays: false }),
      clock: 'caller',
      next: () => null,
    },
    reference: null,
  };

  const verdicts = async (play: Play) => {
    const made = await Promise.all(findings.map((finding) => diagnose(specimen, [finding], play)));
    return [...new Set(made.map((recognised) => recognised?.diagnosis.name ?? null))];
  };
  const silent = { error: null, misshapen: false, ttls: [], state: [] };
  const answers =
    (change: (answer: NonNullable<ReturnType<typeof expectedOf>[number]>) => object): Play =>
    async (sequence) =>
      expectedOf(specimen, sequence).map((due) =>
        due
          ? { ...silent, answer: { ...due, ...change(due) } }
          : { ...silent, answer: null, error: 'ERR cost must be a whole number' },
      );

  it('makes no mistake where it does what is due', async () => {
    expect(await verdicts(answers(() => ({})))).toEqual([null]);
  });

  it.each([
    ['always admits', () => ({ allowed: true })],
    ['always denies', () => ({ allowed: false })],
    [
      'admits who is to be denied, and denies the others',
      (due: { allowed: boolean }) => ({ allowed: !due.allowed }),
    ],
    ['tells one too few', ({ remaining }: { remaining: number | null }) => ({ remaining: remaining! - 1 })],
    [
      'tells waits that are 1 ms too short',
      ({ retryAfterMs }: { retryAfterMs: number | null }) => ({ retryAfterMs: retryAfterMs! - 1 }),
    ],
    ['tells nobody to wait', () => ({ retryAfterMs: 0 })],
  ])('is of no clever name where it %s', async (_, change) => {
    expect(await verdicts(answers(change))).toEqual([null]);
  });

  it('is of no clever name where it always fails', async () => {
    const fails: Play = async ({ jumps }) => jumps.map(() => ({ ...silent, answer: null, error: 'ERR no' }));
    expect(await verdicts(fails)).toEqual([null]);
  });
});

describe('a script that gets to round its reply up', () => {
  it('keeps its first line where that says how to run it, and its lines', () => {
    expect(roundsUpItsReply('#!lua name=x\nreturn 0.5')).toMatch(
      /^#!lua name=x\nlocal reply = \(function\(\) return 0\.5\n/,
    );
    expect(roundsUpItsReply('return 1 -- end')).toMatch(
      /^local reply = \(function\(\) return 1 -- end\nend\)/,
    );
  });
});
