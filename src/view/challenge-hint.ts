import type { Hints } from '../challenge/learner/hint.ts';
import { lawWords } from '../challenge/law-words.ts';
import { indented } from './hanging.ts';
import { renderMarkdown } from './markdown.ts';
import type { Style } from './style.ts';
import { command } from './verdict-parts.ts';
import { withoutColour } from './wrap.ts';

const aims = ['where to look', 'what is wrong', 'almost the line'];

/** The hints so far, the newest one last; those that were shown before step back. */
export function hintsView(id: string, { law, tiers, before, shown }: Hints, style: Style): string {
  const about = law ? `for the law that broke last (${lawWords[law].title})` : 'whatever breaks';
  return [
    indented(`Hints for ${id}, ${about}`, style, ''),
    ...tiers.slice(0, shown).map((text, at) => hint(text, at, at < before, style)),
    shown < tiers.length
      ? command('For one more:', `hyperdrive challenge hint ${id}`, style)
      : command(
          'These are all the hints. The solution, should you want it:',
          `hyperdrive challenge solution ${id} --reveal`,
          style,
        ),
  ].join('\n\n');
}

/** Where no hint fits: the script breaks before it is a limiter. `broken` is what it does, such as `it never ends`. */
export function noHintView(id: string, broken: string, style: Style): string {
  const text = `What broke last (${broken}) is not what ${id} is about, so no hint of it would help, and none is used up. The verdict tells where it is.`;
  return [
    indented(text, style, ''),
    command('Once that is mended:', `hyperdrive challenge check ${id}`, style),
  ].join('\n\n');
}

function hint(text: string, at: number, seen: boolean, style: Style): string {
  const { chalk } = style;
  const heading = `Hint ${at + 1}, ${aims[at]}${seen ? ' (seen before)' : ''}`;
  const body = renderMarkdown(text, style);
  if (!seen) return `${chalk.bold(heading)}\n${body}`;
  // Bold text within would end what is dim.
  const lines = `${heading}\n${withoutColour(body)}`.split('\n');
  return lines.map((line) => chalk.dim(line)).join('\n');
}
