/** The challenges of this package, and attacks on scripts that are meant to answer them. Import it from test files alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attack } from '../../src/challenge/attack.ts';
import type { ChallengeCard } from '../../src/challenge/challenge.ts';
import { loadChallenges } from '../../src/challenge/library/library.ts';
import { specimenFor } from '../../src/challenge/promised.ts';
import type { Verdict } from '../../src/challenge/verdict.ts';
import { openTestArena } from '../support/arena.ts';
import { makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const { challenges, problems } = await loadChallenges(makeWorld(engineUrl));

/** All of them, and what is wrong with their files: nothing. */
export { challenges, problems };

export function attackOn(card: Pick<ChallengeCard, 'id' | 'model'>, text: string): Promise<Verdict> {
  return attack(openTestArena, specimenFor(card, 'limiter.lua', text), {
    seed: Number(process.env['HYPERDRIVE_TEST_SEED'] ?? 1),
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

/** A verdict as far as a challenge's author foresees it. */
export const told = ({ finding, diagnosis }: Verdict) => ({
  law: finding?.law ?? null,
  happened: finding?.happened ?? null,
  mistake: diagnosis?.name ?? null,
});

/** Nothing broke, and so no mistake was made. */
export const holds = { law: null, happened: null, mistake: null };

/** A correct script that does it in another way. */
export interface Design {
  name: string;
  text: string;
}

const folder = join(import.meta.dirname, 'designs');

/** The models that other designs are kept for. */
export const modelsWithDesigns = readdirSync(folder);

export function designsOf(model: string): Design[] {
  return readdirSync(join(folder, model)).map((file) => ({
    name: file.replace(/\.lua$/, ''),
    text: readFileSync(join(folder, model, file), 'utf8'),
  }));
}
