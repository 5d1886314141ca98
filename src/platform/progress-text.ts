import type { ChallengeProgress, Progress } from '../deps.ts';

const version = 1;

/** What the file holds: also what this version does not know, which must not be lost when it is written again. */
export interface Kept {
  progress: Progress;
  written: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

export const nothingKept: Kept = { progress: { missions: {}, challenges: {} }, written: {} };

/** The file's text understood; null where it is something else. */
export function readKept(text: string): Kept | null {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isFields(written) || written['version'] !== version || !isFields(written['missions'])) return null;
  if (!Object.values(written['missions']).every(isMission)) return null;
  return {
    progress: {
      missions: written['missions'] as Progress['missions'],
      challenges: understood(written['challenges']),
    },
    written,
  };
}

/** What is to be written into the file. */
export function textOfKept({ progress, written }: Kept): string {
  const challenges = isFields(written['challenges']) ? written['challenges'] : {};
  const fields = {
    ...written,
    version,
    missions: progress.missions,
    challenges: { ...challenges, ...progress.challenges },
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMission(value: unknown): boolean {
  return isFields(value) && isOptional(value['step'], 'string') && isOptional(value['done'], 'boolean');
}

/** What another version wrote otherwise is left out, and stays in the file. */
function understood(written: unknown): Record<string, ChallengeProgress> {
  if (!isFields(written)) return {};
  return Object.fromEntries(Object.entries(written).filter(([, value]) => isChallenge(value))) as Record<
    string,
    ChallengeProgress
  >;
}

function isChallenge(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { started, startedMs, from, passed, lastLaw, failures, hints } = value;
  return (
    isOptional(started, 'string') &&
    isOptional(startedMs, 'number') &&
    isOptional(from, 'string') &&
    (passed === undefined || passed === true) &&
    isOptional(lastLaw, 'string') &&
    isOptional(failures, 'number') &&
    (hints === undefined ||
      (isFields(hints) && Object.values(hints).every((shown) => typeof shown === 'number')))
  );
}

function isOptional(value: unknown, type: 'string' | 'number' | 'boolean'): boolean {
  return value === undefined || typeof value === type;
}
