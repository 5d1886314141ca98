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
  const before = isFields(written['challenges']) ? written['challenges'] : {};
  const now = Object.entries(progress.challenges).map(([id, fields]) => [
    id,
    { ...strangeIn(before[id]), ...fields },
  ]);
  const fields = {
    ...written,
    version,
    missions: progress.missions,
    challenges: { ...before, ...Object.fromEntries(now) },
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMission(value: unknown): boolean {
  return isFields(value) && isOptional(value['step'], 'string') && isOptional(value['done'], 'boolean');
}

/** What another version wrote otherwise is left out field by field, and stays in the file: what was passed stays passed. */
function understood(written: unknown): Record<string, ChallengeProgress> {
  if (!isFields(written)) return {};
  const records = Object.entries(written).filter(([, value]) => isFields(value));
  return Object.fromEntries(
    records.map(([id, value]) => [id, fieldsOf(value, isKnown) as ChallengeProgress]),
  );
}

/** What is in a challenge's record that this version has no use for. */
function strangeIn(record: unknown): Fields {
  return fieldsOf(record, (field, value) => !isKnown(field, value));
}

function fieldsOf(record: unknown, wanted: (field: string, value: unknown) => boolean): Fields {
  const entries = isFields(record) ? Object.entries(record) : [];
  return Object.fromEntries(entries.filter(([field, value]) => wanted(field, value)));
}

const known: Record<keyof ChallengeProgress, (value: unknown) => boolean> = {
  started: isString,
  startedMs: isNumber,
  from: isString,
  passed: (value) => value === true,
  lastLaw: isString,
  failures: isNumber,
  hints: (value) => isFields(value) && Object.values(value).every(isNumber),
};

function isKnown(field: string, value: unknown): boolean {
  return Object.hasOwn(known, field) && known[field as keyof ChallengeProgress](value);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isOptional(value: unknown, type: 'string' | 'boolean'): boolean {
  return value === undefined || typeof value === type;
}
