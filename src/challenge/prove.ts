import { lineOf, splitFrontMatter } from '../content/front-matter.ts';
import type { Problem } from '../content/problem.ts';
import { HyperdriveError, messageOf, NoEngineError } from '../errors.ts';
import type { Challenge } from './challenge.ts';
import type { Law } from './verdict.ts';

export type Which = 'starter' | 'solution';

/** What an attack on one of a challenge's scripts came to. */
export interface Attacked {
  /** The law that broke; null where all hold. */
  law: Law | null;
  /** The mistake that was recognised, as `flawed/…`. */
  mistake: string | null;
  /** What was promised and what happened, in full sentences; '' where nothing broke. */
  told: string;
}

/** Attacks a script of a challenge. Rejects with `HyperdriveError` where it cannot be attacked. */
export type AttackScript = (challenge: Challenge, which: Which) => Promise<Attacked>;

/** A challenge and its texts. */
export interface Exhibit {
  challenge: Challenge;
  /** The folder, as it is shown in messages. */
  shown: string;
  /** The text of brief.md, front matter and all. */
  brief: string;
  /** Of the attacks. */
  seed: number;
}

/** Whether a challenge holds: its starter breaks the law that it should, its solution breaks none, and there are hints. */
export async function prove(
  { challenge, shown, brief, seed }: Exhibit,
  attack: AttackScript,
): Promise<Problem[]> {
  const { yaml } = splitFrontMatter(brief);
  const problems: Problem[] = [];
  const note = (file: string, line: number, message: string, remedy: string): void =>
    void problems.push({ file: `${shown}/${file}`, line, message, remedy });

  checkHints(challenge, note);
  const starter = await attempt('starter');
  if (starter) checkStarter(challenge, starter, (field) => lineOf(yaml, field), note);
  const solution = await attempt('solution');
  if (solution?.law)
    note('solution.lua', 1, `The solution breaks ${broken(solution)}`, `${show('solution')} shows how.`);
  return problems;

  async function attempt(which: Which): Promise<Attacked | null> {
    try {
      return await attack(challenge, which);
    } catch (error) {
      if (!(error instanceof HyperdriveError) || error instanceof NoEngineError) throw error;
      note(`${which}.lua`, 1, `The ${which} cannot be attacked: ${messageOf(error)}`, 'Mend it.');
      return null;
    }
  }

  function show(which: Which): string {
    return `\`hyperdrive attack ${shown}/${which}.lua --seed ${seed}\``;
  }
}

type Note = (file: string, line: number, message: string, remedy: string) => void;

function checkHints({ kind, breaks, hints }: Challenge, note: Note): void {
  // Of a script that the learner writes, anything may break first.
  if (kind === 'write' || kind === 'bonus' || hints.some(({ laws }) => laws.includes(breaks))) return;
  note(
    'hints.md',
    1,
    `No hints are for ${breaks}, which the starter breaks.`,
    `Add a section \`## ${breaks}\` with three numbered items.`,
  );
}

function checkStarter(
  { breaks, mistake }: Challenge,
  attacked: Attacked,
  line: (field: string) => number,
  note: Note,
): void {
  const { law } = attacked;
  if (law === null) {
    const remedy = `Leave something in it to find: brief.md says that it breaks ${breaks}.`;
    return note('starter.lua', 1, 'The starter survives the attack.', remedy);
  }
  if (law !== breaks) {
    const message = `\`breaks\` is ${breaks}, but of the starter the attack breaks ${broken(attacked)}`;
    return note(
      'brief.md',
      line('breaks'),
      message,
      `Write \`breaks: ${law}\`, or mend that in starter.lua.`,
    );
  }
  if (mistake === undefined || attacked.mistake === `flawed/${mistake}`) return;
  const seen = attacked.mistake?.replace('flawed/', '');
  note(
    'brief.md',
    line('mistake'),
    `\`mistake\` is ${mistake}, and the attack recognises ${seen ?? 'none'} in the starter.`,
    seen
      ? `Write \`mistake: ${seen}\`, or make that mistake alone.`
      : 'Leave the line out, or make that mistake alone.',
  );
}

/** `retry. Promised at 3.000 s. Refused at 3.000 s.` */
function broken({ law, told }: Attacked): string {
  return told ? `${law}. ${told}` : `${law}.`;
}
