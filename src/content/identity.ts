import { lineOf, splitFrontMatter } from './front-matter.ts';
import type { Problem } from './problem.ts';

/** What tells a mission, or a challenge, from the others. */
export interface Identity {
  id: string;
  title: string;
  /** Missions alone. */
  number?: number;
}

/** A file with a front matter that says who it is. */
export interface Card {
  file: string;
  text: string;
  identity: Identity;
}

/**
 * Ids and numbers that two have. Progress is kept by the id, so one of hyperdrive's own may not be taken again; numbers only
 * matter among neighbours. Whoever has the title of a packaged one too is a copy of it.
 */
export function checkIdentities(found: readonly Card[], packaged: readonly Identity[]): Problem[] {
  const ids = new Map<string, string>();
  const numbers = new Map<number, string>();
  const problems: Problem[] = [];
  for (const { file, text, identity } of found) {
    const { id, title, number } = identity;
    const note = (field: string, message: string, remedy: string): void =>
      void problems.push({ file, line: lineOf(splitFrontMatter(text).yaml, field), message, remedy });

    const official = packaged.find((one) => one.id === id);
    const neighbour = ids.get(id);
    if (neighbour !== undefined)
      note('id', `The id ${id} is that of ${neighbour} already.`, 'Write another: progress is kept by it.');
    else if (official && official.title !== title)
      note(
        'id',
        `The id ${id} is that of hyperdrive's own "${official.title}".`,
        'Write another: progress is kept by it.',
      );
    ids.set(id, file);

    if (number === undefined) continue;
    const other = numbers.get(number);
    if (other !== undefined)
      note('number', `The number ${number} is that of ${other} already.`, 'Write one that is free.');
    numbers.set(number, file);
  }
  return problems;
}
