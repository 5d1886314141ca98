import type { ChallengeProgress } from '../../deps.ts';
import type { Challenge, HintTiers } from '../challenge.ts';
import { anything } from '../library/hints.ts';
import { laws, type Law } from '../verdict.ts';

/** The hints that somebody sees. */
export interface Hints {
  /** The law that they are about; null where they are for whatever broke. */
  law: Law | null;
  tiers: HintTiers['tiers'];
  /** How many of them were shown before; at most 3. */
  before: number;
  /** How many are shown now. */
  shown: number;
}

/** The hints for the law that broke last, else those for anything: one more than the last time. */
export function nextHint({ hints }: Pick<Challenge, 'hints'>, standing: ChallengeProgress): Hints {
  const broken = laws.find((law) => law === standing.lastLaw);
  const about = broken && hints.find((one) => one.laws.includes(broken));
  const chosen = about ?? hints.find((one) => !one.laws.length)!;
  const before = Math.min(chosen.tiers.length, shownOf(chosen, standing));
  const shown = Math.min(chosen.tiers.length, before + 1);
  return { law: about && broken ? broken : null, tiers: chosen.tiers, before, shown };
}

/** Breaks that say nothing of a limiter yet: the script does not run, or does what no limiter does. */
const notRunning: ReadonlySet<Law> = new Set(['compiles', 'commands', 'ends', 'memory', 'keys', 'shape']);

/** The law that broke last, where a hint for this challenge would miss it; null where there is one to be given. */
export function besideTheHints(
  { hints }: Pick<Challenge, 'hints'>,
  { lastLaw }: ChallengeProgress,
): Law | null {
  const broken = laws.find((law) => law === lastLaw);
  if (!broken || !notRunning.has(broken)) return null;
  return hints.some((one) => one.laws.includes(broken)) ? null : broken;
}

/** That they were shown. */
export function afterHint(
  { hints }: Pick<Challenge, 'hints'>,
  { law, shown }: Hints,
  standing: ChallengeProgress,
): ChallengeProgress {
  const about = hints.find((one) => (law ? one.laws.includes(law) : !one.laws.length))!;
  const marks = Object.fromEntries(namesOf(about).map((name) => [name, shown]));
  return { ...standing, hints: { ...standing.hints, ...marks } };
}

/** An update may have put other laws together, so each has its own count. */
function shownOf(about: HintTiers, { hints = {} }: ChallengeProgress): number {
  return Math.max(...namesOf(about).map((name) => (Object.hasOwn(hints, name) ? hints[name]! : 0)));
}

function namesOf({ laws: about }: HintTiers): readonly string[] {
  return about.length ? about : [anything];
}
