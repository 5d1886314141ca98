/** Scripts of other designs that are right, and mistakes that look like others: who is called broken, and what for. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutate } from '../lua/mutate.ts';
import { mutantsOf } from '../lua/mutants.ts';
import { attackText, gist, packageFile } from './attacked.ts';

const patience = { timeout: 180_000 };
const folder = new URL('designs/', import.meta.url);

it.each(readdirSync(folder))('%s is right, and holds', patience, async (file) => {
  expect(gist(await attackText(readFileSync(new URL(file, folder), 'utf8')))).toBeNull();
});

/** A packaged script with one mistake. */
function mutant(algorithm: string, name: string): string {
  const [, from, to] = mutantsOf(algorithm).find((one) => one[0] === name)!;
  return `-- hyperdrive: model=${algorithm}\n${mutate(packageFile(`lua/${algorithm}.lua`), from, to)}`;
}

describe('a mistake that looks like one of the gallery is not called by its name', () => {
  it.each([
    ['fixed-window', 'the border is one millisecond early', 'decision'],
    ['fixed-window', 'the TTL ends one millisecond early', 'decision'],
    ['token-bucket', 'a denial moves the instant', 'decision'],
    ['leaky-bucket-queue', 'the TTL lasts until the turn, not until the end', 'ttl'],
    ['sliding-window-counter', 'weighs by what has gone of the window', 'decision'],
    ['sliding-window-log', 'waits for one unit too many', 'retry'],
  ])('%s: %s', patience, async (algorithm, name, law) => {
    expect(gist(await attackText(mutant(algorithm, name)))).toMatchObject({ law, mistake: null });
  });
});

describe('a clock that is read in another unit shows', () => {
  it.each([
    ['token-bucket', 'the server’s clock in microseconds'],
    ['sliding-window-log', 'the server’s clock in whole seconds'],
    ['gcra', 'the server’s clock in microseconds'],
  ])('%s: %s', patience, async (algorithm, name) => {
    expect(gist(await attackText(mutant(algorithm, name)))).toMatchObject({ law: 'clock' });
  });
});

it('an empty capacity is as good as none', patience, async () => {
  const verdict = await attackText(mutant('token-bucket', 'an empty capacity is not the limit'));
  expect(gist(verdict)).toMatchObject({ law: 'arguments' });
});

it('a TTL of decades is none', patience, async () => {
  const text = packageFile('lua/sliding-window-log.lua');
  const verdict = await attackText(
    `-- hyperdrive: model=sliding-window-log\n${mutate(text, 'int(at + period - now)', 'int(at + period)')}`,
  );
  expect(gist(verdict)).toMatchObject({ law: 'ttl' });
  expect(verdict.finding!.happened).toMatch(/a key has one of \d+ d/);
});
