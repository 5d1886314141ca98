import { findAlgorithm } from '../algorithms/index.ts';
import type { AttackDrive } from './sequence.ts';
import { bears, type Play } from './signatures/bears.ts';
import { signatures } from './signatures/index.ts';
import { kindOf } from './signatures/kind.ts';
import type { Signature, Situation } from './signatures/signature.ts';
import type { Specimen } from './specimen.ts';
import type { Diagnosis, Finding } from './verdict.ts';

export type { Play };

/**
 * The mistake of the gallery that a script makes, where it explains the finding. Seen, not guessed: at the mistake's own
 * numbers the script does what the mistake does, where its model says otherwise, and beside them it does what is due.
 * Rejects as `play` does.
 */
export async function diagnose(specimen: Specimen, finding: Finding, play: Play): Promise<Diagnosis | null> {
  for (const signature of signatures) {
    if (!signature.breaks.includes(finding.law) || signature.explains?.(finding) === false) continue;
    // Who reaches for another key has been stopped at it: there is nothing to be played.
    if (finding.law === 'keys' || (await makes(specimen, signature, finding, play)))
      return diagnosisOf(signature);
  }
  return null;
}

function diagnosisOf({ name }: Signature): Diagnosis {
  const { what, mission = null } = findAlgorithm(name).flaw!;
  return { name, what, mission };
}

/** Whether the script makes this mistake: at the gallery's numbers, or else at those of the finding. */
async function makes(
  specimen: Specimen,
  signature: Signature,
  finding: Finding,
  play: Play,
): Promise<boolean> {
  for (const drive of drivesOf(specimen, signature, finding))
    for (const signs of signature.signs(situationOf(specimen, drive)))
      if (await bears(specimen, drive, signs, play)) return true;
  return false;
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
