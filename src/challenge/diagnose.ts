import { findAlgorithm } from '../algorithms/index.ts';
import type { AttackDrive, Sequence } from './sequence.ts';
import { withoutComments } from './lua-code.ts';
import { bears, type Play } from './signatures/bears.ts';
import { signatures } from './signatures/index.ts';
import { kindOf } from './signatures/kind.ts';
import type { Signature, Situation } from './signatures/signature.ts';
import type { Specimen } from './specimen.ts';
import type { Diagnosis, Finding } from './verdict.ts';

export type { Play };

/** A mistake that a script was seen to make, and the jumps that showed it; null where it needs none. */
export interface Recognised {
  diagnosis: Diagnosis;
  trace: Sequence | null;
}

/**
 * The mistake of the gallery that a script makes, where it explains one of the findings. Seen, not guessed: at the mistake's own
 * numbers the script does what the mistake does, where its model says otherwise, and beside them it does what is due.
 */
export async function diagnose(
  specimen: Specimen,
  findings: readonly Finding[],
  play: Play,
): Promise<Recognised | null> {
  for (const signature of signatures) {
    const explained = findings.find(
      (finding) => signature.breaks.includes(finding.law) && signature.explains?.(finding) !== false,
    );
    if (!explained || !standsIn(specimen, signature)) continue;
    const diagnosis = diagnosisOf(signature);
    // Who reaches for another key has been stopped at it: there is nothing to be played.
    if (explained.law === 'keys') return { diagnosis, trace: null };
    const trace = await traceOf(specimen, signature, explained, play);
    if (trace) return { diagnosis, trace };
  }
  return null;
}

function standsIn({ scripts }: Specimen, { stands }: Signature): boolean {
  return !stands || scripts.some(({ text }) => stands.test(withoutComments(text)));
}

function diagnosisOf({ name }: Signature): Diagnosis {
  const { what, mission = null } = findAlgorithm(name).flaw!;
  return { name, what, mission };
}

/** The jumps that show this mistake, at the gallery's numbers or else at those of the finding; null where it is not made. */
async function traceOf(
  specimen: Specimen,
  signature: Signature,
  finding: Finding,
  play: Play,
): Promise<Sequence | null> {
  for (const drive of drivesOf(specimen, signature, finding)) {
    for (const signs of signature.signs(situationOf(specimen, drive))) {
      const trace = await bears(specimen, drive, signs, play);
      if (trace) return trace;
    }
  }
  return null;
}

/** The numbers at which a mistake is looked for, each once, as far as they are not written into the script. */
function drivesOf({ convention }: Specimen, signature: Signature, finding: Finding): AttackDrive[] {
  const { limit, periodMs } = finding.drive;
  const wanted = [
    findAlgorithm(signature.name).flaw!.drive,
    ...(signature.drives ?? []),
    { limit, periodMs },
  ];
  const drives = wanted.map((drive): AttackDrive => ({ ...drive, ...convention.fixed }));
  return [...new Map(drives.map((drive) => [JSON.stringify(drive), drive])).values()];
}

function situationOf({ convention, model }: Specimen, drive: AttackDrive): Situation {
  const { limit, periodMs, capacity: most = limit } = drive;
  return { limit, periodMs, most, clock: convention.clock, kind: kindOf(model) };
}
