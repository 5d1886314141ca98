import type { Document, Progress } from '../deps.ts';
import { HyperdriveError, Interrupted, UsageError } from '../errors.ts';
import { findMission, listMissions, loadMission, type Listed, type Loaded } from '../lesson/library.ts';
import { playMission } from '../lesson/play.ts';
import { failureText } from '../lesson/player.ts';
import { count } from '../view/format.ts';
import { missionLine, playLine, stepList } from '../view/lesson.ts';
import { safeText } from '../view/inline.ts';
import { sessionLine } from '../view/session.ts';
import { wrapWords } from '../view/wrap.ts';
import { needNamespace, sameServer, withSession, type Context } from './context.ts';
import { lessonIO } from './lesson-io.ts';

export interface MissionOptions {
  from?: string;
  restart?: boolean;
}

/** `hyperdrive mission`: the menu or the list; with a name, the lesson. */
export async function run(context: Context, options: MissionOptions, [argument]: string[]): Promise<void> {
  if (options.from !== undefined && options.restart) {
    throw new UsageError('--from and --restart name two places to begin: leave one out.');
  }
  const { deps } = context;
  if (argument === undefined) {
    const missions = await listMissions(deps, context.notice);
    if (!context.interactive) return showList(context, missions);
    const chosen = await chooseMission(context, missions);
    return chosen === null ? undefined : play(context, options, await loadMission(deps, chosen));
  }
  await play(context, options, await loadMission(deps, await findMission(deps, argument)));
}

/** How far somebody is in a mission. */
function markOf(progress: Progress, { mission }: Listed) {
  const { step, done = false } =
    (Object.hasOwn(progress.missions, mission.id) && progress.missions[mission.id]) || {};
  const at = mission.steps.findIndex(({ id }) => id === step);
  return { done, step: at > 0 ? at : null, steps: mission.steps.length };
}

function showList(context: Context, missions: readonly Listed[]): void {
  const progress = context.deps.progress.load();
  for (const listed of missions) {
    const { id, number, title, minutes, algorithms, objectives, steps } = listed.mission;
    const mark = markOf(progress, listed);
    const document = {
      mission: id,
      number,
      title,
      minutes,
      algorithms,
      objectives,
      steps: steps.length,
      done: mark.done,
      step: mark.step === null ? null : steps[mark.step]!.id,
    };
    context.result(document, (style) => missionLine(listed.mission, mark, style));
  }
  if (!context.options.json) context.notice('hyperdrive mission NUMBER plays one.');
}

function chooseMission(context: Context, missions: readonly Listed[]): Promise<Listed | null> {
  const progress = context.deps.progress.load();
  const choices = missions.map((listed) => ({
    name: missionLine(listed.mission, markOf(progress, listed), context.style),
    value: listed,
  }));
  return context
    .prompts()
    .then((prompts) =>
      prompts.choose<Listed | null>('Which mission?', [...choices, { name: 'Leave', value: null }]),
    );
}

async function play(context: Context, options: MissionOptions, loaded: Loaded): Promise<void> {
  const { mission, file, name } = loaded;
  const start = whereToStart(context, options, loaded);
  await withSession(context, async (session) => {
    needNamespace(session, context, 'A mission');
    const json = context.options.json ?? false;
    const io = await lessonIO(context, session, loaded);
    // As the prompts have it: what the clock was before the lesson is no longer so.
    if (!json) context.deps.stdout.write(`${sessionLine(session.engine, io.begins, context.style)}\n\n`);
    const resume = resumeLine(context, name);
    // A signal in the middle must not leave the clock held. A lesson that only a machine sees ends without a word.
    const callOff = context.deps.beforeExit(() =>
      io.interactive ? io.leave(resume).finally(() => context.notice(new Interrupted().message)) : io.leave(),
    );
    const played = playMission(mission, io, { file, start, resume });
    const { passed, failures, finished } = await played.finally(callOff);
    if (json) {
      const summary: Document = {
        mission: mission.id,
        steps: mission.steps.length,
        passed,
        failed: failures.length,
      };
      context.result(summary, () => '');
    }
    if (!finished && !json)
      context.deps.stdout.write(`${wrapWords(`\`${resume}\` goes on from here.`, context.style.width)}\n`);
    // A learner who plays with the limiters proves nothing about the lesson.
    if (!failures.length || io.interactive) return;
    const lines = failures.map((failure) => `  ${failureText(failure)}`).join('\n');
    throw new HyperdriveError(
      `${count(failures.length, 'claim')} of the mission did not come true:\n${lines}\nMend the mission, or what it runs.`,
    );
  });
}

/** The command line that plays the mission again, on the same server. */
function resumeLine({ options }: Context, name: string): string {
  return [playLine(name), ...sameServer(options)].join(' ');
}

/** The index of the step to begin with: as --from says, else where a person left off. */
function whereToStart(
  context: Context,
  { from, restart }: MissionOptions,
  { mission, name }: Loaded,
): number {
  const { steps } = mission;
  if (from !== undefined) {
    const at = /^\d+$/.test(from) ? Number(from) - 1 : steps.findIndex(({ id }) => id === from);
    if (steps[at]) return at;
    throw new UsageError(
      `There is no step "${from.slice(0, 80)}" in mission ${mission.number}. There are: ${stepList(steps)}.`,
    );
  }
  if (restart || !context.interactive) return 0;
  const { missions } = context.deps.progress.load();
  const step = Object.hasOwn(missions, mission.id) ? missions[mission.id]!.step : undefined;
  if (step === undefined) return 0;
  const at = steps.findIndex(({ id }) => id === step);
  if (at < 0)
    context.notice(
      `You were at step "${safeText(step)}", which mission ${mission.number} no longer has: it begins at the beginning.`,
    );
  if (at > 0)
    context.notice(`You were here before; \`${playLine(name)} --restart\` begins at the beginning.`);
  return Math.max(0, at);
}
