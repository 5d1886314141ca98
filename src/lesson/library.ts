import { dirname, join, resolve } from 'node:path';
import type { Deps } from '../deps.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { problemText, type Mission, type Problem } from './mission.ts';
import { parseMission } from './parse.ts';
import { validateMission } from './validate.ts';

/** The world, as far as it holds missions. */
export type Shelf = Pick<Deps, 'packageFolder' | 'listMissions' | 'packageFile' | 'exists' | 'readFile'>;

/** A mission's file, read as far as it could be. */
export interface Source {
  /** As it is shown in messages. */
  file: string;
  /** The mission's folder, as an absolute path. */
  folder: string;
  /** What somebody types behind `hyperdrive mission`. */
  name: string;
  text: string;
  /** It came with hyperdrive, whose tests have checked it. */
  builtIn: boolean;
}

export interface Listed extends Source {
  mission: Mission;
}

/** A mission that keeps all rules. */
export type Loaded = Listed;

/** The missions that came with hyperdrive, by number. A broken one is told and left out. */
export async function listMissions(shelf: Shelf, notice: (line: string) => void): Promise<Listed[]> {
  const missions: Listed[] = [];
  for (const source of builtInSources(shelf)) {
    const { mission, problems } = await parseMission(source.text, source.file);
    if (mission) missions.push({ ...source, mission, name: String(mission.number) });
    else notice(`A mission is left out of the list. ${problems.map(problemText).join(' ')}`);
  }
  return missions.sort((a, b) => a.mission.number - b.mission.number);
}

function builtInSources(shelf: Shelf): Source[] {
  return shelf
    .listMissions()
    .filter((name) => shelf.exists(join(shelf.packageFolder, 'missions', name, 'README.md')))
    .map((name) => {
      const file = `missions/${name}/README.md`;
      return {
        file,
        folder: resolve(shelf.packageFolder, 'missions', name),
        name,
        text: shelf.packageFile(file),
        builtIn: true,
      };
    });
}

/** Finds a mission by number, id, or path (whatever has a slash or ends in .md). Throws `UsageError`. */
export async function findMission(shelf: Shelf, wanted: string): Promise<Source> {
  if (/[/\\]/.test(wanted) || wanted.endsWith('.md')) {
    const inFolder = join(wanted, 'README.md');
    const file = !wanted.endsWith('.md') && shelf.exists(inFolder) ? inFolder : wanted;
    return sourceAt(shelf, file, { name: wanted });
  }
  const broken: string[] = [];
  const missions = await listMissions(shelf, (line) => broken.push(line));
  const found = missions.find(
    ({ mission }) => mission.id === wanted || (/^\d+$/.test(wanted) && mission.number === Number(wanted)),
  );
  if (found) return found;
  const names = missions.map(({ mission }) => `${mission.number} ${mission.id}`).join(', ') || 'none';
  throw new UsageError(
    [
      `There is no mission "${wanted.slice(0, 80)}". There are: ${names}. A mission of your own is played by its path, such as ./my-lesson/README.md.`,
      ...broken,
    ].join('\n'),
  );
}

/** A mission's file from anywhere: `path` is where it is, where it is shown otherwise. Rejects with `UsageError`. */
export async function sourceAt(
  shelf: Shelf,
  file: string,
  { name = file, path = file }: { name?: string; path?: string } = {},
): Promise<Source> {
  return { file, folder: resolve(dirname(path)), name, text: await shelf.readFile(path), builtIn: false };
}

/** Reads a mission in full. Throws `HyperdriveError` with everything that is wrong with it, line by line. */
export async function loadMission(shelf: Shelf, source: Source): Promise<Loaded> {
  const { mission, problems } = await checkMission(shelf, source);
  if (!mission || problems.length) {
    throw new HyperdriveError(
      `${source.file} cannot be played:\n${problems.map((problem) => `  ${problemText(problem)}`).join('\n')}`,
    );
  }
  return { ...source, mission };
}

/**
 * Parses and validates. The links of a mission that came with hyperdrive are not followed unless `links` asks for it: what
 * they lead to need not be installed.
 */
export async function checkMission(
  shelf: Shelf,
  { text, file, folder, builtIn }: Source,
  { links = !builtIn } = {},
): Promise<{ mission: Mission | null; problems: Problem[] }> {
  const { mission, problems } = await parseMission(text, file);
  if (!mission) return { mission, problems };
  const scripts = await readScripts(shelf, folder, mission);
  const more = validateMission(mission, file, {
    readFile: (path) => scripts.get(path) ?? null,
    exists: (path) => !links || shelf.exists(join(folder, path)),
  });
  return { mission, problems: [...problems, ...more].sort((a, b) => a.line - b.line) };
}

/** The scripts that a mission shows: of its own folder, else of hyperdrive's. */
async function readScripts(shelf: Shelf, folder: string, { steps }: Mission): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const item of steps.flatMap(({ items }) => items)) {
    if (
      item.kind !== 'lua' ||
      texts.has(item.file) ||
      !/^[\w-][\w./-]*\.lua$/.test(item.file) ||
      item.file.includes('..')
    )
      continue;
    const own = join(folder, item.file);
    if (shelf.exists(own)) texts.set(item.file, await shelf.readFile(own));
    else if (shelf.exists(join(shelf.packageFolder, item.file)))
      texts.set(item.file, shelf.packageFile(item.file));
  }
  return texts;
}
