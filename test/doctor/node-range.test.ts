import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRange } from '../../src/doctor/node-range.ts';

const range = '^20.19.0 || >=22.0.0';

it.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['20.20.0', true],
  ['21.7.3', false],
  ['22.0.0', true],
  ['22.0.0-nightly', true],
  ['26.1.0', true],
  ['100.0.0', true],
])('Node %s is in the range: %s', (version, within) => {
  expect(inRange(version, range)).toBe(within);
});

it('does not judge by a range that it cannot read', () => {
  expect(inRange('20.19.0', '~20 || 22.x')).toBeNull();
  expect(inRange('what', range)).toBeNull();
});

it('can read the range in package.json', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string };
  };
  expect(inRange(process.versions.node, engines.node)).toBe(true);
});
