import { describe, expect, it } from 'vitest';
import { mutate } from '../lua/mutate.ts';
import { keysOf, lookAlike, readUsageLua, runCalls } from './bench.ts';
import { recordLaws } from './record.laws.ts';
import { recordMutants } from './record.mutants.ts';
import { topLaws } from './top.laws.ts';
import { topMutants } from './top.mutants.ts';

const runs = lookAlike ? 50 : 300;

describe.each([
  { name: 'record', laws: recordLaws, mutants: recordMutants, call: ['1', '0', '60', '1700000000000'] },
  { name: 'top', laws: topLaws, mutants: topMutants, call: ['2', '600000', '1700000000000', 'a', '1'] },
] as const)('$name.lua', ({ name, laws, mutants, call }) => {
  const script = readUsageLua(name);
  const keys = keysOf(name === 'record' ? 1 : 4);

  it.each(laws)('$name', async ({ counterexample }) => {
    expect(await counterexample(script, runs)).toBeNull();
  });

  it.each(mutants)('is not the script in which %s', async (_, from, to) => {
    const mutant = mutate(script, from, to);
    // A mutant that cannot run proves nothing.
    const [first] = await runCalls(mutant, keys, [call]);
    expect(first!.reply).not.toBeInstanceOf(Error);
    let killed: string | null = null;
    for (const law of laws) killed ??= await law.counterexample(mutant, runs);
    expect(killed).not.toBeNull();
    expect(killed).not.toMatch(/attempt to \w+/);
  });
});
