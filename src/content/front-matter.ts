import type { Note } from './problem.ts';

/** The lines between the two `---`, and where the rest of the file begins. */
export interface Split {
  yaml: string;
  body: string[];
  /** The number of the body's first line. */
  bodyLine: number;
}

/** Parts a file in front matter and body; without front matter all of it is body. */
export function splitFrontMatter(text: string): Split {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n');
  const end =
    lines[0]?.trimEnd() === '---' ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---') : -1;
  if (end < 0) return { yaml: '', body: lines, bodyLine: 1 };
  return { yaml: lines.slice(1, end).join('\n'), body: lines.slice(end + 1), bodyLine: end + 2 };
}

/** What a field of the front matter must be. */
export interface Rule {
  holds(value: unknown): boolean;
  remedy: string;
  /** It may be left out. */
  optional?: true;
}

export const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

export const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** The fields that missions and challenges have in common. `example` is an id. */
export const commonRules = (example: string) =>
  ({
    id: {
      holds: (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value),
      remedy: `Write a stable id of a-z 0-9 and hyphens, such as \`id: ${example}\`.`,
    },
    title: { holds: isText, remedy: 'Write the title, such as `title: Hyperdrive`.' },
    minutes: { holds: isCount, remedy: 'Write how long it takes in whole minutes, such as `minutes: 15`.' },
  }) satisfies Record<string, Rule>;

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** Reads and checks the front matter; null where a field is wrong. What the rules hold of is what `T` says. */
export async function readFrontMatter<T>(
  yaml: string,
  rules: Readonly<Record<keyof T & string, Rule>>,
  note: Note,
): Promise<T | null> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  // Aliases can blow a small file up to gigabytes.
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  for (const error of document.errors) {
    note(
      lines.linePos(error.pos[0]).line + 1,
      `The front matter is no YAML: ${error.message}`,
      'Mend this line.',
    );
  }
  if (document.errors.length) return null;
  let values: unknown;
  try {
    values = document.toJS({ maxAliasCount: 0 });
  } catch {
    note(1, 'The front matter uses YAML aliases.', 'Write the values out.');
    return null;
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    note(
      1,
      'There is no front matter.',
      `Begin the file with --- and the fields ${namesOf(rules, 'needed')}, and ---.`,
    );
    return null;
  }
  const good = checkFields(values as Record<string, unknown>, yaml, rules, note);
  return good ? (values as T) : null;
}

/** The number of the line of the file that a field of the front matter stands in. */
export function lineOf(yaml: string, field: string): number {
  return yaml.split('\n').findIndex((line) => line.startsWith(`${field}:`)) + 2;
}

function checkFields(
  values: Record<string, unknown>,
  yaml: string,
  rules: Readonly<Record<string, Rule>>,
  note: Note,
): boolean {
  let good = true;
  for (const [field, { holds, remedy, optional }] of Object.entries(rules)) {
    const value = values[field];
    if (holds(value) || (optional && value === undefined)) continue;
    good = false;
    if (value === undefined) note(1, `The front matter has no \`${field}\`.`, remedy);
    else
      note(
        lineOf(yaml, field),
        `The front matter's \`${field}\` is ${JSON.stringify(value)?.slice(0, 80)}.`,
        remedy,
      );
  }
  for (const field of Object.keys(values)) {
    if (Object.hasOwn(rules, field)) continue;
    note(
      lineOf(yaml, field),
      `The front matter's \`${field.slice(0, 40)}\` means nothing here.`,
      `Leave it out, or write one of ${namesOf(rules)}.`,
    );
  }
  return good;
}

function namesOf(rules: Readonly<Record<string, Rule>>, which?: 'needed'): string {
  return Object.keys(rules)
    .filter((field) => !which || !rules[field]!.optional)
    .join(', ');
}
