import type { Problem } from '../content/problem.ts';
import { HyperdriveError } from '../errors.ts';
import { checkedDocument, checkedView, problemLine, type Checked } from '../view/dev.ts';
import { checkChallenges } from './check-challenges.ts';
import { checkMissions } from './check-missions.ts';
import type { Context } from './context.ts';
import { contentAt } from './dev-content.ts';
import { statusLine } from './status-line.ts';

export interface CheckOptions {
  quick?: boolean;
}

/** How a check is told while it goes on. */
export interface Report {
  /** What is being done now; `share`, from 0 to 1, is how much of it is done. */
  doing(what: string, share?: number): void;
  tell(problems: readonly Problem[]): void;
}

/** `hyperdrive dev check [folder]`: whether missions and challenges keep the rules, and do what they claim. */
export async function run(
  context: Context,
  { quick = false }: CheckOptions,
  [folder]: string[],
): Promise<void> {
  const { deps } = context;
  const { missions, challenges } = await contentAt(deps, folder);
  const status = statusLine(context);
  const checked: Checked = { missions: missions.length, challenges: challenges.length, problems: 0, quick };
  const report: Report = {
    doing: status.say,
    tell(problems) {
      if (problems.length) status.clear();
      for (const problem of problems)
        context.result({ ...problem }, (style) => problemLine(problem, style, deps.stdout.isTTY));
      checked.problems += problems.length;
    },
  };
  try {
    await checkMissions(context, missions, quick, report);
    await checkChallenges(context, challenges, quick, report);
  } finally {
    status.clear();
  }
  const good = checked.problems === 0;
  if (good || context.options.json) context.result(checkedDocument(checked), () => checkedView(checked));
  if (!good) throw new HyperdriveError(checkedView(checked));
}
