/** What a diagnosis is made of, for tests: specimens, findings, and somewhere to play. */
import { readFileSync } from 'node:fs';
import type { Flaw } from '../../src/algorithms/algorithm.ts';
import { contractConvention } from '../../src/challenge/contract-convention.ts';
import type { Play } from '../../src/challenge/diagnose.ts';
import { familyOf } from '../../src/challenge/family.ts';
import { specimenOfAlgorithm } from '../../src/challenge/gallery.ts';
import { attackModels } from '../../src/challenge/models/index.ts';
import { allKeysOf, playSequence } from '../../src/challenge/play.ts';
import type { AttackJump } from '../../src/challenge/sequence.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import type { Finding, Law, Step } from '../../src/challenge/verdict.ts';
import { makeScript, makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';
import { openTestArena } from '../support/arena.ts';

export const packaged = (name: string): Specimen =>
  specimenOfAlgorithm(name, `${name}.lua`, makeScripts(name, readLua(name)));

/** A script of `ports/` under the decision contract. */
export function port(name: string, model: string): Specimen {
  const text = readFileSync(new URL(`ports/${name}.lua`, import.meta.url), 'utf8');
  const family = familyOf(model);
  return {
    file: `${name}.lua`,
    scripts: [makeScript(name, text)],
    promises: model,
    model: attackModels[model]!,
    convention: contractConvention(family),
    reference: family.reference,
  };
}

/** An arena in which everything is played. */
export async function openStage() {
  const arena = await openTestArena({ keys: allKeysOf(packaged('token-bucket')) });
  return {
    player:
      (specimen: Specimen): Play =>
      async (sequence, scripts = specimen.scripts) =>
        (await playSequence(arena, { ...specimen, scripts }, sequence)).jumps,
    close: () => arena.stop(),
  };
}

/** A finding of which nothing is known but its law and where that broke. */
export function findingOf(law: Law, broken: Partial<AttackJump> = {}): Finding {
  return {
    law,
    drive: { limit: 2, periodMs: 60_000 },
    startMs: 0,
    steps: [step({ atMs: 0, cost: 1, ...broken }, true)],
    promised: '',
    happened: '',
    seen: 'held',
  };
}

/** The finding that an attack comes to which tries just the flaw's own trace. */
export function plausibleFinding({ drive, trace }: Flaw): Finding {
  const steps = trace.flatMap(({ atMs, jumps, everyMs = 0, cost = 1 }) =>
    Array.from({ length: jumps }, (_, index) => step({ atMs: atMs + index * everyMs, cost }, false)),
  );
  steps.push({ ...steps.pop()!, broken: true });
  return { ...findingOf(lawOf(trace)), drive, steps };
}

function lawOf(trace: Flaw['trace']): Law {
  if (trace.some(({ keys }) => keys)) return 'keys';
  const told = trace.find((row) => row.told)?.told;
  if (told) return told.field === 'remaining' ? 'remaining' : 'retry';
  return trace.some(({ skewMs }) => skewMs) ? 'clock' : 'decision';
}

const step = (jump: AttackJump, broken: boolean): Step => ({
  ...jump,
  expected: '',
  got: '',
  broken,
  state: [],
});
