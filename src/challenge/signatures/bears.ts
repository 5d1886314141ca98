import { makeScript, type Script } from '../../limiter/script.ts';
import type { Convention } from '../convention.ts';
import { expectedOf, type Expected } from '../expect.ts';
import type { PlayedJump } from '../played.ts';
import type { AttackDrive, AttackJump, Sequence } from '../sequence.ts';
import type { Specimen } from '../specimen.ts';
import type { Control, Jumps, Mark, Signs } from './signature.ts';

/** Plays a sequence from an empty server; `scripts` in place of the specimen's own where they are given. */
export type Play = (sequence: Sequence, scripts?: readonly Script[]) => Promise<readonly PlayedJump[]>;

/** A whole day, in the usual years: a whole period is near. */
const usualMs = 1_699_920_000_000;
/** More jumps than that say no more. */
const mostJumps = 1_000;

/** The jumps that show these signs, where the script bears them and is sound beside them; else null. */
export async function bears(
  specimen: Specimen,
  drive: AttackDrive,
  { startMs, marks, also = [], controls }: Signs,
  play: Play,
): Promise<Sequence | null> {
  const trace = sequenceOf(specimen, drive, startMs, marks);
  const beside = controls.map((control) => ({
    control,
    sequence: sequenceOf(specimen, control.drive ?? drive, control.startMs, control.rows),
  }));
  if (!trace || beside.some(({ sequence }) => !sequence)) return null;
  const due = beside.flatMap(({ sequence }) => expectedOf(specimen, sequence!));
  // Where all is admitted, or nothing, a script that always says so would be sound.
  if (!due.some((one) => one?.allowed) || !due.some((one) => one?.allowed === false)) return null;

  if (!isMarked(specimen, trace, marks, await play(trace))) return null;
  for (const more of also) {
    const sequence = sequenceOf(specimen, more.drive ?? drive, startMs, more.marks);
    // Of a script with numbers of its own there is no more to be seen.
    if (sequence && !isMarked(specimen, sequence, more.marks, await play(sequence))) return null;
  }
  const field = marks.find(({ told }) => told)?.told?.field;
  for (const { control, sequence } of beside) {
    const played = await play(sequence!, mended(specimen, control));
    if (!isSound(specimen, sequence!, played, field)) return null;
  }
  return trace;
}

function mended({ scripts }: Specimen, { mend }: Control): readonly Script[] | undefined {
  return mend && scripts.map(({ name, text }) => makeScript(name, mend(text)));
}

/** The jumps as a sequence that the script can be asked; null where it cannot. */
function sequenceOf(
  { convention }: Specimen,
  drive: AttackDrive,
  startMs: number | undefined,
  rows: readonly Jumps[],
): Sequence | null {
  if (rows.reduce((sum, { jumps }) => sum + jumps, 0) > mostJumps) return null;
  const jumps = rows.flatMap((row) => jumpsOf(row, convention));
  if (!canBeAsked(convention, drive, jumps)) return null;
  return { drive, startMs: startMs ?? Math.ceil(usualMs / drive.periodMs) * drive.periodMs, jumps };
}

/** One after the other; with a challenge's own words, always the first of each. */
function jumpsOf(row: Jumps, { tags }: Convention): AttackJump[] {
  const { atMs, jumps, everyMs = 0, cost = 1, skewMs, interleaved, dies } = row;
  const words = Object.entries(tags).map(([word, values]) => [word, values[0]!] as const);
  return Array.from({ length: jumps }, (_, index) => ({
    atMs: atMs + index * everyMs,
    cost,
    ...(skewMs && { skewMs }),
    ...(interleaved && { interleaved }),
    ...(dies && { dies }),
    ...(words.length && { tags: Object.fromEntries(words) }),
  }));
}

function canBeAsked(
  { fixed, periodStepMs, tickMs = 1, clockIsAttacked, costs, costIsTrusted, next, refuses }: Convention,
  drive: AttackDrive,
  jumps: readonly AttackJump[],
): boolean {
  if (drive.periodMs % periodStepMs) return false;
  for (const name of ['limit', 'periodMs', 'capacity'] as const)
    if (fixed[name] !== undefined && fixed[name] !== drive[name]) return false;
  return jumps.every(
    ({ atMs, cost, skewMs, interleaved, dies }) =>
      (cost === 1 || costs) &&
      (cost > 0 || !costIsTrusted) &&
      atMs % tickMs === 0 &&
      // Where callers are taken to agree on the time, that they do not explains nothing.
      (!skewMs || clockIsAttacked) &&
      (!(interleaved || dies) || next !== undefined) &&
      !refuses?.(drive, cost),
  );
}

/** Whether what was played is what the mistake does, and not what is due. */
function isMarked(
  specimen: Specimen,
  sequence: Sequence,
  marks: readonly Mark[],
  played: readonly PlayedJump[],
): boolean {
  const expected = expectedOf(specimen, sequence);
  let wrong = false;
  let from = 0;
  for (const { jumps, got, told } of marks) {
    const due = expected.slice(from, from + jumps);
    const seen = played.slice(from, from + jumps);
    from += jumps;
    // A jump that is none may be refused; a script that fails at another one has a worse problem.
    if (seen.some(({ error }, index) => error !== null && due[index])) return false;
    const admitted = seen.filter(({ answer }) => answer?.allowed).length;
    if (admitted !== got) return false;
    if (seen.some(({ answer }, index) => answer && answer.allowed !== (due[index]?.allowed ?? false)))
      wrong = true;
    if (!told) continue;
    const who = (told.jump ?? jumps) - 1;
    const heard = seen[who]?.answer?.[told.field];
    const right = due[who] && dueField(specimen, due[who], told.field);
    if (typeof heard !== 'number' || (told.got === 'a wait' ? heard < 0 : heard !== told.got)) return false;
    if (heard !== right) wrong = true;
  }
  return wrong;
}

type Told = NonNullable<Mark['told']>['field'];

/** Whether each jump was answered as is due, and told so in the field that matters. */
function isSound(
  specimen: Specimen,
  sequence: Sequence,
  played: readonly PlayedJump[],
  field: Told | undefined,
): boolean {
  const expected = expectedOf(specimen, sequence);
  return played.every(({ answer }, index) => {
    const due = expected[index];
    if (!due) return true;
    if (answer?.allowed !== due.allowed) return false;
    // Of an admitted jump some conventions tell what they like.
    if (!field || (field === 'retryAfterMs' && due.allowed)) return true;
    return answer[field] === dueField(specimen, due, field);
  });
}

/** What is due in a field; waits in the convention's steps, rounded up. */
function dueField({ convention }: Specimen, due: NonNullable<Expected>, field: Told): number {
  const exact = due[field]!;
  const step = field === 'retryAfterMs' ? convention.waitStepMs : 1;
  return exact < 0 ? exact : Math.ceil(exact / step) * step;
}
