import { describe, expect, it } from 'vitest';
import { mutate } from '../lua/mutate.ts';
import { keysOf, lookAlike, readUsageLua, runCalls } from './bench.ts';
import { recordLaws } from './record.laws.ts';
import { recordMutants } from './record.mutants.ts';

const script = readUsageLua('record');
const runs = lookAlike ? 50 : 300;

describe('record.lua', () => {
  it.each(recordLaws)('$name', async ({ counterexample }) => {
    expect(await counterexample(script, runs)).toBeNull();
  });

  it.each(recordMutants)('is not the script in which %s', async (_, from, to) => {
    const mutant = mutate(script, from, to);
    // A mutant that cannot run proves nothing.
    const [first] = await runCalls(mutant, keysOf(1), [['1', '0', '60', '1700000000000']]);
    expect(first!.reply).not.toBeInstanceOf(Error);
    let killed: string | null = null;
    for (const law of recordLaws) killed ??= await law.counterexample(mutant, runs);
    expect(killed).not.toBeNull();
    expect(killed).not.toMatch(/attempt to \w+/);
  });
});
