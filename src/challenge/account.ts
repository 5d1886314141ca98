import { ArenaFell } from '../engine/arena.ts';
import type { AttackOptions } from './attack.ts';
import { diagnose, type Recognised } from './diagnose.ts';
import type { Examined, Examiner } from './examine.ts';
import type { Breach } from './judge.ts';
import { playSequence, simulatesTime } from './play.ts';
import { onTheRealClock } from './real-clock.ts';
import { endOfTurns, type Sequence } from './sequence.ts';
import { shrink } from './shrink.ts';
import { tellFinding } from './tell.ts';
import { laws, type Diagnosis, type Finding, type Law } from './verdict.ts';

/** A broken law, and the widespread mistake that breaks it, where it is one. */
export interface Broken {
  finding: Finding;
  diagnosis: Diagnosis | null;
}

/** A sequence that broke a law with its last jump, and what is told of it as it is. */
export interface Candidate {
  law: Law;
  sequence: Sequence;
  finding: Finding;
}

/** As many sequences as are played to find a smaller one; what takes too long takes as long in each. */
const mostTries = { usual: 400, endless: 4 };
/** What explains none of so many explains none. */
const mostExplained = 40;

/** Each breach of an examined sequence as a candidate; `as`: whatever broke, it is this law that did. */
export function candidatesIn(examiner: Examiner, examined: Examined, as?: Law): Candidate[] {
  return examined.judged.breaches.map((breach) => ({
    law: as ?? breach.law,
    sequence: upTo(examined, breach).sequence,
    finding: tell(examiner, upTo(examined, breach), breach, 'held', as),
  }));
}

/**
 * What is told of candidates, one at least: the first law by its rank, and the smallest sequence that breaks it. Where that is a
 * widespread mistake, the sequence is the one that it is known by.
 */
export async function account(
  examiner: Examiner,
  candidates: readonly Candidate[],
  options: AttackOptions,
  as?: Law,
): Promise<Broken> {
  const ranked = [...candidates].sort(
    (a, b) => laws.indexOf(a.law) - laws.indexOf(b.law) || a.sequence.jumps.length - b.sequence.jumps.length,
  );
  const best = ranked[0]!;
  const alike = ranked.filter(({ law }) => law === best.law).slice(0, mostExplained);
  options.progress?.({ trying: 'known mistakes', ...examiner.tally, share: 0.95 });
  const recognised = await recognise(examiner, alike);
  const diagnosis = recognised?.diagnosis ?? null;
  if (recognised?.trace) {
    const finding = await tellBreaking(examiner, recognised.trace, null, options, as);
    if (finding) return { finding, diagnosis };
  }
  options.progress?.({ trying: 'a smaller sequence', ...examiner.tally, share: 0.97 });
  const breaks = async (one: Sequence) => {
    const examined = await standing(examiner.examine(one));
    return (examined && breachOf(examined, best.law, as))?.jump ?? null;
  };
  const tries = best.law === 'ends' ? mostTries.endless : mostTries.usual;
  const small = await shrink(examiner.specimen, best.sequence, breaks, tries);
  // What hangs on real time may not break each time: then the one that it was found with is told.
  const finding = await tellBreaking(examiner, small, best.law, options, as);
  return { finding: finding ?? best.finding, diagnosis };
}

async function recognise(
  { specimen, keeper }: Examiner,
  candidates: readonly Candidate[],
): Promise<Recognised | null> {
  // Rules of a challenge's own make mistakes of their own.
  if (Object.keys(specimen.convention.tags).length) return null;
  return standing(
    diagnose(
      specimen,
      candidates.map(({ finding }) => finding),
      async (sequence, scripts = specimen.scripts) =>
        (await keeper.use((arena) => playSequence(arena, { ...specimen, scripts }, sequence))).jumps,
    ),
  );
}

/** Plays a sequence once more and tells it up to where it breaks this law, or without one the first by rank; null where it does not. */
async function tellBreaking(
  examiner: Examiner,
  sequence: Sequence,
  law: Law | null,
  options: AttackOptions,
  as?: Law,
): Promise<Finding | null> {
  const examined = await standing(examiner.examine(sequence, { state: true }));
  const breach = examined && (law === null ? worst(examined) : breachOf(examined, law, as));
  if (!examined || !breach) return null;
  const whole = upTo(examined, breach);
  if (!simulatesTime(examiner.specimen)) return tell(examiner, whole, breach, 'held', as);
  const real = as ? null : await standing(onTheRealClock(examiner, whole, breach.law, options));
  return real
    ? tell(examiner, real, breachOf(real, breach.law)!, 'real')
    : tell(examiner, whole, breach, 'simulated', as);
}

const breachOf = ({ judged: { breaches } }: Examined, law: Law, as?: Law): Breach | undefined =>
  as ? breaches[0] : breaches.find((one) => one.law === law);

const worst = ({ judged: { breaches } }: Examined): Breach | undefined =>
  [...breaches].sort((a, b) => laws.indexOf(a.law) - laws.indexOf(b.law))[0];

/** What comes of work in the arena; null where that falls over it. */
async function standing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ArenaFell) return null;
    throw error;
  }
}

/** What was examined up to a breach, as if nothing had come after it. */
export function upTo({ sequence, played, judged }: Examined, { jump }: Breach): Examined {
  const end = endOfTurns(sequence.jumps, jump) + 1;
  return {
    sequence: { ...sequence, jumps: sequence.jumps.slice(0, end) },
    played: { ...played, jumps: played.jumps.slice(0, end), atMs: played.atMs.slice(0, end) },
    judged,
  };
}

export function tell(
  { specimen }: Examiner,
  { sequence, played, judged }: Examined,
  breach: Breach,
  seen: Finding['seen'],
  as?: Law,
): Finding {
  return { ...tellFinding(specimen, sequence, played, judged, breach, seen), law: as ?? breach.law };
}
