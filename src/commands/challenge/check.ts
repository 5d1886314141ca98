import { findWork, shownPath, type Known, type Work } from '../../challenge/learner/place.ts';
import {
  afterFailure,
  afterPass,
  changing,
  mayWantHint,
  nextAfter,
  standingOf,
} from '../../challenge/learner/standing.ts';
import { verdictDocument, type Verdict } from '../../challenge/verdict.ts';
import type { Deps, Document } from '../../deps.ts';
import { checkedView, type Checked } from '../../view/challenge-check.ts';
import type { Context } from '../context.ts';
import { judge as attackIt, type Judge, type TrialOptions } from './judge.ts';
import { openShelf } from './shelf.ts';

export type CheckOptions = Pick<TrialOptions, 'seed' | 'time'>;

/** `hyperdrive challenge check`: attacks the learner's script, and remembers what came of it. */
export async function run(
  context: Context,
  options: CheckOptions,
  [argument]: string[],
  judge: Judge = attackIt,
): Promise<void> {
  const known = await openShelf(context);
  await checkAndShow(context, known, await findWork(context.deps, known, argument), options, judge);
}

/** The same for a file that was found. */
export async function checkAndShow(
  context: Context,
  known: Known,
  work: Work,
  options: CheckOptions,
  judge: Judge,
): Promise<void> {
  const checked = await check(context, known, work, options, judge);
  showChecked(context, checked);
  if (checked.verdict.finding) context.deps.exitWith(1);
}

/** Attacks a script once. What came of it is remembered, unless the signal aborts. */
export async function check(
  context: Context,
  known: Known,
  { challenge, file }: Work,
  options: TrialOptions,
  judge: Judge,
): Promise<Checked> {
  const { deps } = context;
  const text = await deps.readFile(file);
  const verdict = await judge(context, { challenge, file: shownPath(deps.cwd(), file), text }, options);
  const first = !standingOf(deps.progress.load(), challenge.id).passed;
  remember(deps, challenge.id, verdict);
  const progress = deps.progress.load();
  return {
    id: challenge.id,
    verdict,
    first,
    failures: standingOf(progress, challenge.id).failures ?? 0,
    offerHint: mayWantHint(standingOf(progress, challenge.id)),
    next: nextAfter(challenge, known.challenges, progress)?.id ?? null,
  };
}

function remember({ progress, now }: Deps, id: string, { finding }: Verdict): void {
  progress.update(
    changing(id, (standing) => ({
      ...(finding ? afterFailure(standing, finding.law) : afterPass(standing)),
      // From now on this is the one that somebody is at.
      ...(standing.started !== undefined && { startedMs: now() }),
    })),
  );
}

/** Prints what came of a check. */
export function showChecked(context: Context, checked: Checked): void {
  context.result(documentOf(checked), (style) => checkedView(checked, style));
}

function documentOf({ id, verdict, first, failures, next }: Checked): Document {
  const passed = verdict.finding === null;
  return { challenge: id, passed, first: passed && first, failures, next, ...verdictDocument(verdict) };
}
