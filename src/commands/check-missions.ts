import { combined } from '../algorithms/combined.ts';
import { algorithms } from '../algorithms/index.ts';
import { lineOf, splitFrontMatter } from '../content/front-matter.ts';
import { checkIdentities } from '../content/identity.ts';
import type { Problem } from '../content/problem.ts';
import { checkMission, listMissions, type Listed, type Source } from '../lesson/library.ts';
import type { MissionCard } from '../lesson/mission.ts';
import { guess } from '../nearest.ts';
import { withSession, type Context } from './context.ts';
import type { Report } from './dev-check.ts';
import { playUnseen } from './unseen-play.ts';

/** A mission as far as it could be read, and what is wrong with it so far. */
interface Read {
  source: Source;
  listed: Listed | null;
  problems: Problem[];
}

/** Reads missions and, unless `quick`, plays them. */
export async function checkMissions(
  context: Context,
  sources: readonly Source[],
  quick: boolean,
  report: Report,
): Promise<void> {
  const read = await Promise.all(sources.map((source) => readMission(context, source)));
  const packaged = (await listMissions(context.deps, () => {})).map(({ mission }) => mission);
  const cards = read.flatMap(({ listed }) => (listed ? [{ ...listed, identity: listed.mission }] : []));
  const clashes = checkIdentities(cards, packaged);
  const known = ({ source, problems }: Read): Problem[] =>
    byLine([...clashes.filter(({ file }) => file === source.file), ...problems]);
  const playable = read.some(({ listed }) => listed);
  if (quick || !playable) return report.tell(read.flatMap(known));

  const namespace = context.options.namespace ?? `dev-check-${context.deps.seed()}`;
  await withSession(context, async (session) => {
    for (const one of read) {
      const written = known(one);
      if (!one.listed) {
        report.tell(written);
        continue;
      }
      report.doing(`playing ${one.source.file}`);
      const { problems } = await playUnseen(context, session, one.listed, { namespace });
      // What cannot be read cannot come true either: that is told once.
      const untrue = problems.filter(({ line }) => !written.some((problem) => problem.line === line));
      report.tell(byLine([...written, ...untrue]));
    }
  });
}

async function readMission({ deps }: Context, source: Source): Promise<Read> {
  const { mission, problems } = await checkMission(deps, source, { links: true });
  if (!mission) return { source, problems, listed: null };
  return {
    source,
    problems: [...unknownAlgorithms(source, mission), ...problems],
    listed: { ...source, mission },
  };
}

/** A mission with one can be played; but nobody who looks for the algorithm finds the mission. */
function unknownAlgorithms({ file, text }: Source, mission: MissionCard): Problem[] {
  const known = [...algorithms, ...combined].map(({ name }) => name);
  return mission.algorithms
    .filter((name) => !known.includes(name))
    .map((name) => ({
      file,
      line: lineOf(splitFrontMatter(text).yaml, 'algorithms'),
      message: `There is no algorithm "${name.slice(0, 40)}".`,
      remedy:
        guess(name, known).trim() || 'Write a name that hyperdrive lua, or hyperdrive lua --flawed, lists.',
    }));
}

function byLine(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}
