import type { MissionCard, Note } from './mission.ts';

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

interface Rule {
  holds(value: unknown): boolean;
  remedy: string;
}

const text = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const whole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);

const rules: Record<keyof MissionCard, Rule> = {
  id: {
    holds: (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value),
    remedy: 'Write a stable id of a-z 0-9 and hyphens, such as `id: hyperdrive`.',
  },
  number: { holds: whole, remedy: 'Write a whole number, such as `number: 5`.' },
  title: { holds: text, remedy: 'Write the title, such as `title: Hyperdrive`.' },
  minutes: { holds: whole, remedy: 'Write how long it takes in whole minutes, such as `minutes: 15`.' },
  algorithms: {
    holds: texts,
    remedy: 'Write a list of algorithms, such as `algorithms: [sliding-window-log]`.',
  },
  objectives: {
    holds: (value) => texts(value) && (value as string[]).length > 0,
    remedy: 'Write a list of what the learner can do afterwards, a sentence each.',
  },
};

/** Reads and checks the front matter; null where it is not good enough to show the mission in a list. */
export async function readFrontMatter(yaml: string, note: Note): Promise<MissionCard | null> {
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
      `Begin the file with --- and the fields ${Object.keys(rules).join(', ')}, and ---.`,
    );
    return null;
  }
  return checkFields(values as Record<string, unknown>, yaml, note);
}

function checkFields(values: Record<string, unknown>, yaml: string, note: Note): MissionCard | null {
  const lineOf = (field: string): number =>
    yaml.split('\n').findIndex((line) => line.startsWith(`${field}:`)) + 2;
  let good = true;
  for (const [field, { holds, remedy }] of Object.entries(rules)) {
    const value = values[field];
    if (holds(value)) continue;
    good = false;
    if (value === undefined) note(1, `The front matter has no \`${field}\`.`, remedy);
    else
      note(
        lineOf(field),
        `The front matter's \`${field}\` is ${JSON.stringify(value)?.slice(0, 80)}.`,
        remedy,
      );
  }
  for (const field of Object.keys(values)) {
    if (Object.hasOwn(rules, field)) continue;
    note(
      lineOf(field),
      `The front matter's \`${field.slice(0, 40)}\` means nothing here.`,
      `Leave it out, or write one of ${Object.keys(rules).join(', ')}.`,
    );
  }
  return good ? (values as unknown as MissionCard) : null;
}
