import type { Challenge } from '../../challenge/challenge.ts';
import { ownFile, type Known } from '../../challenge/learner/place.ts';
import { standingOf } from '../../challenge/learner/standing.ts';
import type { Prompts } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import { guess } from '../../nearest.ts';
import { challengeLine } from '../../view/challenge-list.ts';
import { safeText } from '../../view/inline.ts';
import type { Context } from '../context.ts';
import { checkAndShow } from './check.ts';
import { showHint } from './hint.ts';
import { judge as attackIt, type Judge } from './judge.ts';
import { listedOf, showList } from './list.ts';
import { reset } from './reset.ts';
import { openShelf } from './shelf.ts';
import { showSolution } from './solution.ts';
import { start } from './start.ts';
import { watch } from './watch.ts';

/** `hyperdrive challenge`: choose a challenge, and what to do with it; without a person, the list. */
export async function run(
  context: Context,
  _options: object,
  [unknown]: string[],
  judge: Judge = attackIt,
): Promise<void> {
  if (unknown !== undefined)
    throw new UsageError(
      `There is no "challenge ${unknown.slice(0, 40)}".${guess(unknown, verbs)} There are: ${verbs.join(', ')}. hyperdrive challenge --help shows how.`,
    );
  const known = await openShelf(context);
  if (!context.interactive || !known.challenges.length) return showList(context, known);
  const prompts = await context.prompts();
  const challenge = await chooseChallenge(context, known, prompts);
  const does = challenge && (await chooseDeed(context, known, challenge, prompts, judge));
  await does?.();
}

const verbs = ['list', 'start', 'check', 'watch', 'hint', 'reset', 'solution'];

function chooseChallenge({ style }: Context, known: Known, prompts: Prompts): Promise<Challenge | null> {
  const choices = listedOf(known).map((listed, at) => ({
    name: challengeLine(listed, style),
    short: safeText(listed.challenge.title),
    value: known.challenges[at]!,
  }));
  return prompts.choose<Challenge | null>('Which challenge?', [...choices, { name: 'Leave', value: null }]);
}

type Deed = () => Promise<void>;

/** What fits how far somebody is; with nothing begun, that is to begin. */
async function chooseDeed(
  context: Context,
  known: Known,
  challenge: Challenge,
  prompts: Prompts,
  judge: Judge,
): Promise<Deed | null> {
  const file = await ownFile(context.deps, known, challenge);
  const begin = () => start(context, known, challenge);
  if (file === null) return begin;
  const { passed } = standingOf(known.progress, challenge.id);
  const work = { challenge, file };
  const deeds: [name: string, deed: Deed][] = [
    ['Check it: attack my script', () => checkAndShow(context, known, work, {}, judge)],
    ['Watch it: attack my script whenever I save', () => watch(context, known, work, {}, judge)],
    ['Read the brief again', begin],
    ...(passed ? [] : [['Get a hint', async () => showHint(context, known, challenge)] as [string, Deed]]),
    [
      passed ? 'Read the solution' : 'Give up, and read the solution',
      () => showSolution(context, known, challenge, { reveal: true }),
    ],
    ['Begin anew, and keep a copy', () => reset(context, known, challenge)],
  ];
  return prompts.choose<Deed | null>(`${challenge.title}: what next?`, [
    ...deeds.map(([name, value]) => ({ name, value })),
    { name: 'Leave', value: null },
  ]);
}
