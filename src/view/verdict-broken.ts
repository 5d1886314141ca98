import { lawWords } from '../challenge/law-words.ts';
import type { Diagnosis, Finding, Verdict } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { count, instantText, timeOfDay } from './format.ts';
import { limitText } from './limit.ts';
import type { Style } from './style.ts';
import { again, command, engineName, points, say, titleLine } from './verdict-parts.ts';
import { verdictTimeline } from './verdict-timeline.ts';
import { wrapWords } from './wrap.ts';

/** A law that broke: the smallest sequence that shows it, what was promised and what happened, and where to go from there. */
export function brokenView(verdict: Verdict, finding: Finding, style: Style): string {
  const { diagnosis, keepsInstead, notAttacked } = verdict;
  const { drive, steps, promised, happened } = finding;
  return [
    heading(verdict, finding, style),
    ...(steps.length
      ? [[say(`At ${limitText(drive)}:`, style), verdictTimeline(steps, style)].join('\n')]
      : []),
    [promised, happened].map((line) => style.chalk.bold(say(line, style))).join('\n'),
    ...(diagnosis ? [mistake(diagnosis, style)] : []),
    ...(keepsInstead === null ? [] : [instead(keepsInstead, style)]),
    [
      // What the server does not take is seen without an attack.
      ...(finding.law === 'compiles' ? [] : [again(verdict, style)]),
      say(seenLine(verdict, finding), style),
    ].join('\n'),
    ...points('Not attacked', notAttacked, style),
  ].join('\n\n');
}

function heading(verdict: Verdict, { law, steps }: Finding, style: Style): string {
  const { chalk } = style;
  const head = chalk.red.bold(
    `${glyph(false, style)} BROKEN${steps.length ? ` in ${count(steps.length, 'jump')}` : ''}:`,
  );
  const { broken, demands } = lawWords[law];
  return [
    wrapWords(`${head} ${broken}`, style.width),
    titleLine(verdict, style),
    ...(law === 'compiles' ? [] : [say(`The law: ${demands[0]!.toLowerCase()}${demands.slice(1)}`, style)]),
  ].join('\n');
}

/** Names the mistake, and where it is explained; not what to do instead. */
function mistake({ name, what, mission }: Diagnosis, style: Style): string {
  return [
    say(`This is a known mistake: ${what}.`, style),
    ...(mission === null
      ? []
      : [command(`Mission ${mission} explains it:`, `hyperdrive mission ${mission}`, style)]),
    command('It is in the gallery:', `hyperdrive lua ${name.replace(/^flawed\//, '')}`, style),
  ].join('\n');
}

/** That the script may be right, and its header wrong. */
function instead(model: string, style: Style): string {
  const kept = `It kept another promise in all that was tried by hand. If that is what you mean, say so in its header, and attack it again:`;
  return command(kept, `model=${model}`, style);
}

function seenLine(verdict: Verdict, { seen, steps, startMs }: Finding): string {
  const where = `on ${engineName(verdict)}`;
  if (!steps.length) return `Seen ${where}.`;
  const start = `${instantText(0)} is ${startMs} ms since 1970, ${timeOfDay(startMs)} UTC`;
  const how: Record<Finding['seen'], string> = {
    held: `Seen ${where}, the clock held: no time passed but what the jumps say; ${start}.`,
    simulated: `Seen ${where}, with TIME simulated: the script was told these instants; ${start}.`,
    real: `Seen ${where}, by the real clock: another run may differ by milliseconds.`,
  };
  return how[seen];
}
