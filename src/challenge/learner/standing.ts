import type { ChallengeProgress, Progress } from '../../deps.ts';
import type { Challenge } from '../challenge.ts';

export type State = 'open' | 'started' | 'passed';

/** How far somebody is in a challenge. */
export function standingOf({ challenges }: Progress, id: string): ChallengeProgress {
  return (Object.hasOwn(challenges, id) && challenges[id]) || {};
}

export function stateOf({ passed, started }: ChallengeProgress): State {
  return passed ? 'passed' : started === undefined ? 'open' : 'started';
}

/** A change of one challenge, and of nothing else, for `ProgressStore.update`. */
export function changing(
  id: string,
  change: (standing: ChallengeProgress) => ChallengeProgress,
): (progress: Progress) => Progress {
  return (progress) => ({
    ...progress,
    challenges: { ...progress.challenges, [id]: change(standingOf(progress, id)) },
  });
}

/** What was passed stays so, whatever breaks later. */
export function afterFailure(standing: ChallengeProgress, law: string): ChallengeProgress {
  const before = standing.lastLaw === law ? (standing.failures ?? 0) : 0;
  return { ...standing, lastLaw: law, failures: before + 1 };
}

export function afterPass(standing: ChallengeProgress): ChallengeProgress {
  return { ...afterReset(standing), passed: true };
}

/** Of another script nothing has broken yet. */
export function afterReset(standing: ChallengeProgress): ChallengeProgress {
  const { lastLaw: _, failures: __, ...rest } = standing;
  return rest;
}

/** Whether to mention that there are hints: not the first times, and not each time. */
export function mayWantHint({ failures = 0 }: ChallengeProgress): boolean {
  return failures > 0 && failures % 3 === 0;
}

/** The challenge that was started last, if it is still among them. */
export function startedLast(challenges: readonly Challenge[], progress: Progress): Challenge | null {
  const when = ({ id }: Challenge): number => standingOf(progress, id).startedMs ?? -1;
  const started = challenges.filter(({ id }) => standingOf(progress, id).started !== undefined);
  return started.sort((a, b) => when(b) - when(a))[0] ?? null;
}

/** What comes after a challenge: the next one that was not passed yet, from the beginning on where the last is reached. */
export function nextAfter(
  { id }: Challenge,
  challenges: readonly Challenge[],
  progress: Progress,
): Challenge | null {
  const at = challenges.findIndex((one) => one.id === id);
  const order = [...challenges.slice(at + 1), ...challenges.slice(0, Math.max(0, at))];
  return order.find((one) => !standingOf(progress, one.id).passed) ?? null;
}
