import { checkChallenge, loadChallenges, type ChallengeSource } from '../challenge/library/library.ts';
import { checkIdentities } from '../content/identity.ts';
import type { Context } from './context.ts';
import type { Report } from './dev-check.ts';

/** Reads challenges and, unless `quick`, attacks their scripts. */
export async function checkChallenges(
  { deps }: Context,
  sources: readonly ChallengeSource[],
  _quick: boolean,
  report: Report,
): Promise<void> {
  for (const source of sources) {
    report.doing(`reading ${source.shown}`);
    const { problems } = await checkChallenge(deps, source);
    report.tell(problems);
  }
}
