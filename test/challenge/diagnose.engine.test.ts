/** Which mistake a script makes, seen on the engine: the gallery's own scripts, and other scripts that make the same ones. */
import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { correct, findAlgorithm } from '../../src/algorithms/index.ts';
import { diagnose } from '../../src/challenge/diagnose.ts';
import { attackModels } from '../../src/challenge/models/index.ts';
import { makeScript } from '../../src/limiter/script.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import type { Finding, Law } from '../../src/challenge/verdict.ts';
import { findingOf, openStage, packaged, plausibleFinding, port } from './stage.ts';

const stage = await openStage();
afterAll(() => stage.close());

const named = async (specimen: Specimen, finding: Finding) =>
  (await diagnose(specimen, [finding], stage.player(specimen)))?.diagnosis.name ?? null;

describe('a script of the gallery', () => {
  it.each(flawed)('$name is known by its finding', async ({ name, flaw }) => {
    const specimen = packaged(name);
    const recognised = await diagnose(specimen, [plausibleFinding(flaw!)], stage.player(specimen));
    expect(recognised?.diagnosis).toEqual({
      name,
      what: flaw!.what,
      mission: flaw!.mission ?? null,
    });
  });

  it.each([
    ['flawed/floored-refill', 'ttl', 'flawed/fixed-ttl'],
    ['flawed/timestamp-as-member', 'clock', 'flawed/client-clock'],
    ['flawed/timestamp-as-member', 'retry', 'flawed/timestamp-as-member'],
    ['flawed/retry-from-newest', 'decision', null],
    ['flawed/negative-cost', 'growth', null],
  ] as const)('%s, with a finding of the law %s, is %s', async (name, law, expected) => {
    expect(await named(packaged(name), findingOf(law))).toBe(expected);
  });
});

it('a TTL that the server tells a millisecond short is not taken for a wait that is rounded down', async () => {
  const specimen = packaged('flawed/retry-from-newest');
  const scripts = specimen.scripts.map(({ name, text }) =>
    makeScript(
      name,
      text.replace("redis.call('TTL', key)", "math.floor((redis.call('PTTL', key) + 499) / 1000)"),
    ),
  );
  expect(scripts[0]!.text).toContain('PTTL');
  const finding = plausibleFinding(findAlgorithm('flawed/retry-from-newest').flaw!);
  expect(await named({ ...specimen, scripts }, finding)).toBe('flawed/retry-from-newest');
});

describe('a correct script', () => {
  const everyLaw: Law[] = ['decision', 'remaining', 'retry', 'reset', 'ttl', 'clients', 'clock', 'arguments'];
  it.each(correct)('$name makes no mistake, whatever the finding', async ({ name }) => {
    const specimen = packaged(name);
    for (const law of everyLaw) expect([law, await named(specimen, findingOf(law))]).toEqual([law, null]);
    expect(await named(specimen, findingOf('arguments', { cost: -1 }))).toBeNull();
    expect(await named(specimen, findingOf('retry', { cost: 9 }))).toBeNull();
  });
});

/** A script under the contract, what it promises, the law that an attack finds broken, and the mistake. */
const ports: readonly [string, string, Finding, string | null][] = [
  ['log-member-is-time', 'sliding-window-log', findingOf('decision'), 'timestamp-as-member'],
  ['log-named-in-micros', 'sliding-window-log', findingOf('clients'), 'lost-digits'],
  ['log-retry-in-seconds', 'sliding-window-log', findingOf('retry'), 'rounded-down-retry'],
  ['log-tells-its-ttl', 'sliding-window-log', findingOf('retry'), 'retry-from-newest'],
  ['log-counts-every-knock', 'sliding-window-log', findingOf('decision'), 'charged-denials'],
  ['log-in-two-units', 'sliding-window-log', findingOf('decision'), 'mixed-units'],
  ['log-of-whole-seconds', 'sliding-window-log', findingOf('decision'), 'whole-seconds'],
  ['window-zero-ttl', 'fixed-window-from-first', findingOf('decision'), 'zero-ttl'],
  ['window-compares-text', 'fixed-window-from-first', findingOf('decision'), 'compares-text'],
  ['window-counts-every-knock', 'fixed-window-from-first', findingOf('decision'), 'charged-denials'],
  ['window-ends-by-the-caller', 'fixed-window-from-first', findingOf('decision'), 'expiry-from-caller'],
  ['window-sold-as-sliding', 'sliding-window-log', findingOf('decision'), 'fixed-as-sliding'],
  ['window-sold-as-sliding', 'sliding-window-counter', findingOf('ttl'), 'fixed-as-sliding'],
  ['window-sold-as-sliding', 'fixed-window-from-first', findingOf('decision'), null],
  ['bucket-whole-tokens', 'token-bucket', findingOf('decision'), 'floored-refill'],
  ['bucket-forgets-in-an-hour', 'gcra', findingOf('ttl'), 'fixed-ttl'],
  ['bucket-takes-any-cost', 'token-bucket', findingOf('arguments', { cost: -1 }), 'negative-cost'],
  [
    'bucket-takes-any-cost',
    'token-bucket',
    findingOf('arguments', { argument: { name: 'cost', value: '-1' } }),
    'negative-cost',
  ],
  [
    'bucket-takes-any-cost',
    'token-bucket',
    findingOf('arguments', { argument: { name: 'limit', value: '-1' } }),
    null,
  ],
  [
    'bucket-promises-the-impossible',
    'leaky-bucket-meter',
    findingOf('retry', { cost: 9 }),
    'impossible-retry',
  ],
  ['bucket-promises-the-impossible', 'leaky-bucket-meter', findingOf('retry'), null],
  ['bucket-answers-in-fractions', 'token-bucket', findingOf('retry'), 'fraction-in-reply'],
  ['bucket-rounds-down', 'token-bucket', findingOf('retry'), 'rounded-down-retry'],
  ['bucket-charges-the-denied', 'token-bucket', findingOf('decision'), 'charged-cost'],
  ['bucket-adds-fractions', 'token-bucket', findingOf('decision'), 'float-drift'],
];

describe('a script under the contract', () => {
  it.each(ports)('%s, sold as %s (%o), is %s', async (name, model, finding, expected) => {
    expect(await named(port(name, model), finding)).toBe(expected && `flawed/${expected}`);
  });

  it('is tried wherever there is one', () => {
    const files = readdirSync(new URL('ports/', import.meta.url)).map((file) => file.replace('.lua', ''));
    const tried = [...ports.map(([name]) => name), ...nothing.map(([name]) => name)];
    expect([...new Set(tried)].sort()).toEqual(files.sort());
  });
});

const nothing: readonly [string, string][] = [
  ['nothing-always-allows', 'sliding-window-log'],
  ['nothing-always-allows', 'token-bucket'],
  ['nothing-always-denies', 'sliding-window-log'],
  ['nothing-always-denies', 'gcra'],
  ['nothing-tells-one-too-few', 'fixed-window-from-first'],
  ['nothing-frees-too-late', 'sliding-window-log'],
  ['nothing-tells-the-period', 'sliding-window-log'],
];

describe('what is simply broken', () => {
  const findings = (['decision', 'remaining', 'retry', 'reset', 'ttl', 'clients', 'clock'] as const).map(
    (law) => findingOf(law),
  );
  it.each(nothing)('%s, sold as %s, has no clever name', async (name, model) => {
    for (const finding of [
      ...findings,
      findingOf('arguments', { cost: -1 }),
      findingOf('retry', { cost: 9 }),
    ])
      expect([finding.law, await named(port(name, model), finding)]).toEqual([finding.law, null]);
  });
});

describe('a script that is right for what it is, and sold as something else', () => {
  it.each([
    ['fixed-window', 'sliding-window-log', 'flawed/fixed-as-sliding'],
    ['fixed-window', 'sliding-window-counter', 'flawed/fixed-as-sliding'],
    ['sliding-window-log', 'token-bucket', null],
    ['token-bucket', 'sliding-window-log', null],
    ['gcra', 'token-bucket', null],
  ])('%s as %s is %s', async (name, model, expected) => {
    const specimen = { ...packaged(name), promises: model, model: attackModels[model]! };
    expect(await named(specimen, findingOf('decision'))).toBe(expected);
  });
});

describe('numbers that are written into a script', () => {
  const fixedAt = (name: string, model: string, limit: number, periodMs: number): Specimen => {
    const specimen = port(name, model);
    return { ...specimen, convention: { ...specimen.convention, fixed: { limit, periodMs } } };
  };
  it.each([
    ['log-member-is-time', 'sliding-window-log', 7, 9_000, 'flawed/timestamp-as-member'],
    ['bucket-whole-tokens', 'token-bucket', 10, 60_000, 'flawed/floored-refill'],
    ['log-tells-its-ttl', 'sliding-window-log', 100, 60_000, 'flawed/retry-from-newest'],
    ['log-of-whole-seconds', 'sliding-window-log', 5, 10_000, 'flawed/whole-seconds'],
    // At these numbers the mistake does not show, and no others can be tried.
    ['window-compares-text', 'fixed-window-from-first', 9, 60_000, null],
    ['window-zero-ttl', 'fixed-window-from-first', 5, 60_000, null],
  ])('%s, sold as %s, at %d per %d ms alone is %s', async (name, model, limit, periodMs, expected) => {
    const law = name === 'log-tells-its-ttl' ? 'retry' : 'decision';
    expect(await named(fixedAt(name, model, limit, periodMs), findingOf(law))).toBe(expected);
  });
});

it('names what reaches for other keys without a look at it', async () => {
  const specimen = packaged('flawed/undeclared-key');
  const never = () => Promise.reject(new Error('was played'));
  expect((await diagnose(specimen, [findingOf('keys')], never))?.diagnosis.name).toBe(
    'flawed/undeclared-key',
  );
  expect(await diagnose(specimen, [findingOf('compiles')], never)).toBeNull();
});
