import { basename, join, resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import { HyperdriveError, messageOf } from '../../errors.ts';
import { splitFrontMatter } from '../../content/front-matter.ts';
import type { Note, Problem } from '../../content/problem.ts';
import type { Challenge } from '../challenge.ts';
import { kinds, readCard } from './card.ts';
import { challengeNamed, headerOf } from './header.ts';
import { readHints } from './hints.ts';

/** The world, as far as it holds challenges. */
export type Shelf = Pick<Deps, 'packageFolder' | 'listMissions' | 'listFolder' | 'exists' | 'readFile'>;

/** A challenge's folder. */
export interface ChallengeSource {
  /** Absolute. */
  folder: string;
  /** As it is shown in messages. */
  shown: string;
  mission: number | null;
}

export interface CheckedChallenge {
  /** Null where something is wrong with it. */
  challenge: Challenge | null;
  problems: Problem[];
}

/** The files of a challenge's folder, with what somebody writes who has to add one. */
const files = {
  'brief.md': 'Write what is to be done, below a front matter.',
  'starter.lua': 'Write the script that the learner begins with.',
  'solution.lua': 'Write a script that passes.',
  'hints.md': 'Write hints: `## anything` and three numbered items.',
};
type FileName = keyof typeof files;

/** Whether a file of that name is one of a challenge's. */
export function isChallengeFile(name: string): boolean {
  return Object.hasOwn(files, name);
}

/** The challenges that came with hyperdrive, by mission and then the easier ones first. Those with problems are left out, and told. */
export async function loadChallenges(
  shelf: Shelf,
): Promise<{ challenges: Challenge[]; problems: Problem[] }> {
  const checked = await Promise.all(
    builtInSources(shelf).map(async (source) => ({ source, ...(await checkChallenge(shelf, source)) })),
  );
  const byId = new Map<string, Challenge>();
  const problems: Problem[] = [];
  for (const { source, challenge, problems: own } of checked) {
    problems.push(...own);
    if (!challenge) continue;
    const other = byId.get(challenge.id);
    if (!other) byId.set(challenge.id, challenge);
    else
      problems.push({
        file: `${source.shown}/brief.md`,
        line: 1,
        message: `There is a challenge ${challenge.id} already, in ${other.folder}.`,
        remedy: 'Give this one another id: progress is kept by it.',
      });
  }
  return { challenges: [...byId.values()].sort(byDifficulty), problems };
}

/** By mission; of those of one mission first what is easier by its kind, then what is shorter. */
function byDifficulty(a: Challenge, b: Challenge): number {
  const of = ({ mission }: Challenge): number => mission ?? Number.MAX_SAFE_INTEGER;
  return of(a) - of(b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.minutes - b.minutes;
}

/** The folders of all challenges that came with hyperdrive. */
export function builtInSources({ packageFolder, listMissions, listFolder }: Shelf): ChallengeSource[] {
  return listMissions()
    .sort()
    .flatMap((name) => {
      const number = /^\d+/.exec(name)?.[0];
      const shown = `missions/${name}/challenges`;
      return (
        listFolder(join(packageFolder, shown))
          // What is no folder, most likely.
          .filter((name) => !name.includes('.'))
          .sort()
          .map((id) => ({
            folder: resolve(packageFolder, shown, id),
            shown: `${shown}/${id}`,
            mission: number === undefined ? null : Number(number),
          }))
      );
    });
}

/** A challenge of anybody's, by the path of its folder. */
export function ownSource(path: string): ChallengeSource {
  return { folder: resolve(path), shown: path.replace(/(?<=.)\/+$/, ''), mission: null };
}

/** Reads and checks the files of a challenge. What they do when they run is not looked at. */
export async function checkChallenge(shelf: Shelf, source: ChallengeSource): Promise<CheckedChallenge> {
  const problems: Problem[] = [];
  const noteIn =
    (file: FileName): Note =>
    (line, message, remedy) =>
      problems.push({ file: `${source.shown}/${file}`, line, message, remedy });
  const read = (file: FileName) => readText(shelf, join(source.folder, file), files[file], noteIn(file));
  const [brief, starter, solution, hints] = await Promise.all([
    read('brief.md'),
    read('starter.lua'),
    read('solution.lua'),
    read('hints.md'),
  ]);
  const id = basename(source.folder);
  const about = brief === null ? null : await readBrief(brief, id, noteIn('brief.md'));
  if (starter !== null) checkStarter(starter, id, noteIn('starter.lua'));
  if (solution !== null) checkSolution(solution, id, starter, noteIn('solution.lua'));
  const tiers = hints === null ? [] : readHints(hints, noteIn('hints.md'));
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  if (problems.length || !about || starter === null || solution === null)
    return { challenge: null, problems };
  const { mission, folder } = source;
  return { challenge: { ...about, mission, folder, starter, solution, hints: tiers }, problems };
}

async function readText(
  { exists, readFile }: Shelf,
  path: string,
  remedy: string,
  note: Note,
): Promise<string | null> {
  if (!exists(path)) {
    note(1, 'The file is missing.', remedy);
    return null;
  }
  try {
    return await readFile(path);
  } catch (error) {
    if (!(error instanceof HyperdriveError)) throw error;
    note(1, messageOf(error), 'Mend the file.');
    return null;
  }
}

async function readBrief(text: string, id: string, note: Note) {
  const { yaml, body, bodyLine } = splitFrontMatter(text);
  const brief = body.join('\n').trim();
  if (brief === '') note(bodyLine, 'The brief is empty.', 'Write what is to be done.');
  for (const [at, line] of body.entries()) {
    const target = /\]\(\s*<?(?![a-z][a-z0-9+.-]*:|#)([^)\s>]+)/i.exec(line)?.[1];
    if (target === undefined) continue;
    note(
      bodyLine + at,
      `The link leads to ${target}, and the learner reads a copy elsewhere.`,
      'Write a command instead, such as `hyperdrive mission 5`, or a full address.',
    );
  }
  const card = await readCard(yaml, id, note);
  return card && { ...card, brief };
}

function checkStarter(starter: string, id: string, note: Note): void {
  const named = challengeNamed(starter);
  if (named === id && starter.startsWith(headerOf(id))) return;
  const message =
    named === null
      ? 'The starter does not name its challenge.'
      : named === id
        ? 'The starter does not begin with the name of its challenge.'
        : `The starter names the challenge ${named}.`;
  note(1, message, begin(id));
}

function checkSolution(solution: string, id: string, starter: string | null, note: Note): void {
  const named = challengeNamed(solution);
  if (named !== null && named !== id) note(1, `The solution names the challenge ${named}.`, begin(id));
  if (solution === starter)
    note(1, 'The solution is the starter.', 'Write a script that passes where the starter does not.');
}

function begin(id: string): string {
  return `Begin the file with the line \`${headerOf(id)}\`.`;
}
