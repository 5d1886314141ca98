import { join } from 'node:path';
import { attack } from '../challenge/attack.ts';
import type { Challenge } from '../challenge/challenge.ts';
import { checkChallenge, loadChallenges, type ChallengeSource } from '../challenge/library/library.ts';
import { specimenFor } from '../challenge/promised.ts';
import { prove, type AttackScript, type Exhibit } from '../challenge/prove.ts';
import { checkIdentities } from '../content/identity.ts';
import type { Problem } from '../content/problem.ts';
import type { Arenas } from '../engine/arena.ts';
import { arenasOf } from './arenas.ts';
import type { Context } from './context.ts';
import type { Report } from './dev-check.ts';

/** A challenge as far as it could be read, and what is wrong with it so far. */
interface Read {
  source: ChallengeSource;
  challenge: Challenge | null;
  /** The text of brief.md; '' where there is none. */
  brief: string;
  problems: Problem[];
}

/** Reads challenges and, unless `quick`, attacks their scripts. */
export async function checkChallenges(
  context: Context,
  sources: readonly ChallengeSource[],
  quick: boolean,
  report: Report,
): Promise<void> {
  if (!sources.length) return;
  const { deps } = context;
  const read = await Promise.all(sources.map((source) => readChallenge(context, source)));
  const packaged = (await loadChallenges(deps)).challenges;
  const cards = read.flatMap(({ source, challenge, brief }) =>
    challenge ? [{ file: `${source.shown}/brief.md`, text: brief, identity: challenge }] : [],
  );
  const clashes = checkIdentities(cards, packaged);
  const seed = deps.seed();
  const arenas = arenasOf(context);
  for (const { source, challenge, brief, problems } of read) {
    const { shown } = source;
    report.tell([...clashes.filter(({ file }) => file === `${shown}/brief.md`), ...problems]);
    if (quick || !challenge) continue;
    const exhibit: Exhibit = { challenge, shown, brief, seed };
    report.tell(await prove(exhibit, attacker(context, arenas, exhibit, report)));
  }
}

async function readChallenge({ deps }: Context, source: ChallengeSource): Promise<Read> {
  const { challenge, problems } = await checkChallenge(deps, source);
  const brief = challenge ? await deps.readFile(join(source.folder, 'brief.md')) : '';
  return { source, challenge, brief, problems };
}

/** The same attack that a learner's script has to survive. */
function attacker(
  { deps }: Context,
  arenas: Arenas,
  { shown, seed }: Pick<Exhibit, 'shown' | 'seed'>,
  report: Report,
): AttackScript {
  return async (challenge, which) => {
    const file = `${shown}/${which}.lua`;
    report.doing(`attacking ${file}`);
    const { finding, diagnosis } = await attack(arenas, specimenFor(challenge, file, challenge[which]), {
      seed,
      now: deps.now,
      sleep: deps.sleep,
      progress: ({ share }) => report.doing(`attacking ${file}`, share),
    });
    return {
      law: finding?.law ?? null,
      mistake: diagnosis?.name ?? null,
      told: finding ? `${finding.promised} ${finding.happened}` : '',
    };
  };
}
