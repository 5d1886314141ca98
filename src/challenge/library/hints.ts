import type { Note } from '../../content/problem.ts';
import type { HintTiers } from '../challenge.ts';
import { laws, type Law } from '../verdict.ts';

/** The heading of the hints for whatever broke. */
export const anything = 'anything';

const shape = '1. where to look, 2. what is wrong, 3. almost the line';

interface Section {
  line: number;
  heading: string;
  items: { number: number; line: number; text: string[] }[];
}

/** Reads a hints.md. Everything that is wrong with it is noted. */
export function readHints(text: string, note: Note): HintTiers[] {
  const sections = split(text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n'), note);
  const seen = new Map<string, number>();
  const hints = sections.flatMap((section) => {
    const about = readHeading(section, seen, note);
    const tiers = readTiers(section, note);
    return about && tiers ? [{ laws: about, tiers }] : [];
  });
  if (!seen.has(anything)) {
    note(
      1,
      `There are no hints for whatever breaks.`,
      `Add a section \`## ${anything}\` with three numbered items: ${shape}.`,
    );
  }
  return hints;
}

/** Parts the file at its headings and numbered items; what looks like one within a fence is none. */
function split(text: string, note: Note): Section[] {
  const sections: Section[] = [];
  let fence: { mark: string; line: number } | null = null;
  for (const [at, line] of text.split('\n').entries()) {
    const section = sections.at(-1);
    const item = section?.items.at(-1);
    const mark: string | undefined = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null || mark !== undefined) {
      if (fence === null) fence = { mark: mark!, line: at + 1 };
      else if (mark?.startsWith(fence.mark) && line.trim() === mark) fence = null;
      if (item) item.text.push(line);
      else stray(line, at + 1, note);
      continue;
    }
    const heading = /^(#+)\s+(.*?)\s*#*\s*$/.exec(line);
    const numbered = /^ {0,3}(\d{1,3})[.)]\s*(.*)$/.exec(line);
    if (heading?.[1] === '##') sections.push({ line: at + 1, heading: heading[2]!, items: [] });
    else if (heading && section) note(at + 1, `This heading has another depth.`, 'Write ## for a section.');
    else if (heading) continue;
    else if (section && numbered)
      section.items.push({ number: Number(numbered[1]), line: at + 1, text: [numbered[2]!] });
    else if (item) item.text.push(line);
    else stray(line, at + 1, note);
  }
  if (fence)
    note(fence.line, 'A fence is opened and never closed.', `Close it with a line of ${fence.mark}.`);
  return sections;
}

function stray(line: string, number: number, note: Note): void {
  if (line.trim() === '' || /^\s*<!--.*-->\s*$/.test(line)) return;
  note(number, 'This text belongs to no hint.', 'Put it behind the number of a hint, below a ## heading.');
}

/** The laws that a section is for; null where its heading says something else. */
function readHeading({ heading, line }: Section, seen: Map<string, number>, note: Note): Law[] | null {
  const names = heading.split(',').map((name) => name.trim());
  let good = true;
  for (const name of names) {
    const other = seen.get(name);
    if (other !== undefined) {
      note(
        line,
        `There are hints for ${name} already, in line ${other}.`,
        'Put them together, or take it out.',
      );
      good = false;
    }
    seen.set(name, line);
    if (isLaw(name) || (name === anything && names.length === 1)) continue;
    good = false;
    note(
      line,
      `${JSON.stringify(heading.slice(0, 80))} is no heading of hints.`,
      `Write \`## ${anything}\`, or laws with commas between them: ${laws.join(', ')}.`,
    );
    break;
  }
  return good ? names.filter(isLaw) : null;
}

function isLaw(name: string): name is Law {
  return (laws as readonly string[]).includes(name);
}

function readTiers({ heading, line, items }: Section, note: Note): HintTiers['tiers'] | null {
  const numbers = items.map(({ number }) => number).join(', ');
  if (numbers !== '1, 2, 3') {
    const what = numbers === '' ? 'no hints' : `the hints ${numbers}`;
    note(line, `The section "${heading.slice(0, 80)}" has ${what}.`, `Write exactly three: ${shape}.`);
    return null;
  }
  const texts = items.map(({ text }) => dedented(text));
  for (const [at, text] of texts.entries()) {
    if (text === '') note(items[at]!.line, `Hint ${at + 1} is empty.`, `Write three: ${shape}.`);
  }
  const [first, second, third] = texts;
  return first && second && third ? [first, second, third] : null;
}

/** An item's Markdown without the indentation that made its further lines part of the item. */
function dedented([first = '', ...rest]: readonly string[]): string {
  return [first, ...rest.map((line) => line.replace(/^ {1,3}/, ''))].join('\n').trim();
}
