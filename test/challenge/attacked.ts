/** Attacks on the kind of engine under test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { attack, type AttackOptions } from '../../src/challenge/attack.ts';
import { makeSpecimen } from '../../src/challenge/specimen-of.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import type { Verdict } from '../../src/challenge/verdict.ts';
import { openTestArena } from '../support/arena.ts';
import { packageFolder } from '../support/world.ts';

export const packageFile = (path: string) => readFileSync(join(packageFolder, path), 'utf8');

export const attackSpecimen = (specimen: Specimen, options: Partial<AttackOptions> = {}): Promise<Verdict> =>
  // What is found on a simulated clock is repeated on the real one: that takes its time.
  attack(openTestArena, specimen, { seed: 1, now: Date.now, sleep: (ms) => sleep(ms), ...options });

/** Attacks the text of a script, which says what it promises, or is packaged. */
export function attackText(text: string, options: Partial<AttackOptions> = {}): Promise<Verdict> {
  const specimen = makeSpecimen('limiter.lua', text, { packageFile });
  if (!specimen) throw new Error('the script does not say what it promises');
  return attackSpecimen(specimen, options);
}

/** What a verdict comes to: the law, the mistake, and how many jumps. */
export const gist = ({ finding, diagnosis }: Verdict) =>
  finding && { law: finding.law, mistake: diagnosis?.name ?? null, jumps: finding.steps.length };

/** All of some things to be attacked on Valkey; on other engines, which differ in little and take longer, the first few. */
export const someOf = <T>(things: readonly T[], { elsewhere }: { elsewhere: number }): readonly T[] =>
  inject('engineKind') === 'valkey' ? things : things.slice(0, elsewhere);
