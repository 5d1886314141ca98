import { UsageError } from '../../errors.ts';
import { unknownName } from '../../nearest.ts';
import { headerWords, type HeaderName } from './vocabulary.ts';

/** A name of a header, its value, and where it stands. */
export interface Entry {
  name: HeaderName;
  value: string;
  /** Counted from 1. */
  line: number;
}

export type Entries = ReadonlyMap<HeaderName, Entry>;

/** Headers stand at the top. */
const mostLines = 100;

const known = headerWords.map(({ name }) => name);

/** What the header lines of a script say, or null where it has none. Throws `UsageError` with file and line. */
export function readEntries(file: string, text: string): Entries | null {
  const entries = new Map<HeaderName, Entry>();
  let found = false;
  for (const [i, written] of text.split(/\r?\n/, mostLines).entries()) {
    const body = /^\s*--+\s*hyperdrive:(.*)$/i.exec(written)?.[1];
    if (body === undefined) {
      if (/^\s*--+\s*hyperdrive\s+\w+=/i.test(written))
        throw problem({ file, line: i + 1 }, 'a colon is missing: -- hyperdrive: …');
      continue;
    }
    found = true;
    for (const entry of entriesOf(body, { file, line: i + 1 })) {
      const before = entries.get(entry.name);
      if (before) {
        const where = before.line === entry.line ? '' : ` (line ${before.line} has it, too)`;
        throw problem({ file, line: entry.line }, `${entry.name}= stands here twice${where}: leave one out.`);
      }
      entries.set(entry.name, entry);
    }
  }
  if (!found) return null;
  if (entries.size === 0)
    throw new UsageError(`${file}: its header says nothing: write model=, for a start.`);
  return entries;
}

interface Place {
  file: string;
  line: number;
}

/** An error of a header: where, and what. */
export function problem({ file, line }: Place, what: string): UsageError {
  return new UsageError(`${file}:${line}: ${what}`);
}

function entriesOf(body: string, place: Place): Entry[] {
  const entries: Entry[] = [];
  let rest = body.trim();
  while (rest !== '') {
    const match =
      /^(?<name>[^\s="]+)(?<equals>=?)(?:"(?<quoted>[^"]*)"(?=\s|$)|(?<bare>[^\s"]*)(?=\s|$))/.exec(rest);
    if (!match) throw unreadable(rest, place);
    const { name = '', equals, quoted, bare } = match.groups!;
    if (!equals) throw unreadable(rest, place);
    const word = known.find((one) => one === name);
    if (!word) throw problem(place, unknownName('name in a header', name, known));
    entries.push({ name: word, value: quoted ?? bare ?? '', line: place.line });
    rest = rest.slice(match[0].length).trimStart();
  }
  return entries;
}

function unreadable(rest: string, place: Place): UsageError {
  const shown = rest.split(/\s/)[0]!.slice(0, 60);
  if (known.some((name) => name === shown)) return problem(place, `${shown} has no value: write ${shown}=…`);
  if (/^\w+="[^"]*$/.test(rest))
    return problem(place, `the quote behind ${shown.split('"')[0]} is never closed.`);
  return problem(
    place,
    `"${shown}" is not of the form name=value. A value with spaces stands in double quotes: allowed="reply[1] == 1".`,
  );
}
