import type {
  Mission,
  MissionCard,
  Predict,
  PredictChoice,
  Quiz,
  QuizChoice,
  Step,
} from '../lesson/mission.ts';
import type { ClockReading } from '../engine/clock.ts';
import { timeOfDay } from './format.ts';
import { inlineWidth, renderInline, safeText, wrapInline } from './inline.ts';
import { paintLua } from './lua-paint.ts';
import { renderMarkdown } from './markdown.ts';
import { shellWord } from './shell-word.ts';
import type { Style } from './style.ts';
import { displayWidth } from './width.ts';
import { wrapWords } from './wrap.ts';

const proseWidth = (style: Style): number => Math.min(80, style.width);

const wrapped = (text: string, style: Style): string => wrapInline(text, proseWidth(style), style).join('\n');

/** `[5 · 3/9]`: mission, step, steps. */
export function place(mission: Mission, step: number, { unicode }: Style): string {
  return `[${mission.number} ${unicode ? '·' : '-'} ${step + 1}/${mission.steps.length}]`;
}

/** Title, length and objectives: what stands above a lesson. */
export function openingView(mission: Mission, style: Style): string {
  const { chalk, unicode } = style;
  const minutes = `about ${mission.minutes} min`;
  return [
    wrapWords(
      `${chalk.bold(`Mission ${mission.number}: ${safeText(mission.title)}`)} ${chalk.dim(`${unicode ? '·' : '-'} ${minutes}`)}`,
      style.width,
    ),
    '',
    renderMarkdown(mission.objectives.map((objective) => `- ${objective}`).join('\n'), style),
    ...(mission.intro ? ['', renderMarkdown(mission.intro.text, style)] : []),
  ].join('\n');
}

export function stepHeading(mission: Mission, at: number, style: Style): string {
  const { title, detour } = mission.steps[at]!;
  const line = `${place(mission, at, style)} ${safeText(title)}${detour ? ' (detour)' : ''}`;
  return style.chalk.bold(wrapWords(line, style.width));
}

/** What every line prompt begins with: the place, and where the clock stands. */
export function promptHead(mission: Mission, step: number, clock: ClockReading, style: Style): string {
  return `${place(mission, step, style)} ${clock.mode === 'held' ? timeOfDay(clock.nowMs).replace('.000', '') : 'clock live'}`;
}

/** What a learner may type at any prompt. */
export function helpView({ verbs, reading }: { verbs: string; reading: string }, style: Style): string {
  return renderMarkdown(
    [
      '- **Enter** runs what is suggested.',
      `- These **hyperdrive commands** run too: ${verbs} and their options, such as \`jump kobayashi --look\`.`,
      `- So does any **Valkey command that reads** a limiter: ${reading}, among others.`,
      '- **next** goes to the next step, **back** to the one before, **again** to the beginning of this one.',
      '- **quit** leaves, and so does Ctrl-C anywhere; your place is kept. **help** shows this.',
      '',
      'Entering a step puts the limiters back as the lesson needs them, so nothing that you try can break it. The clock is held: reading takes no time.',
    ].join('\n'),
    style,
  );
}

/** A line of code that is too wide goes on further in. */
function wrapCode(line: string, width: number): string[] {
  const margin = /^ */.exec(line)![0];
  return wrapWords(line, width, `${margin}    `).split('\n');
}

/** A passage of a script under the name of its file, moved to the left edge. */
export function luaView(file: string, code: string, style: Style): string {
  const { chalk, unicode } = style;
  const bar = chalk.dim(unicode ? '│' : '|');
  const lines = code.replaceAll('\t', '  ').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length);
  const common = Math.min(...indents, 80);
  return [
    chalk.dim(safeText(file)),
    ...lines
      .flatMap((line) => wrapCode(safeText(line.slice(common)), style.width - 2))
      .map((line) => `${bar} ${paintLua(line, style)}`.trimEnd()),
  ].join('\n');
}

/** The question with all its choices, for a lesson that nobody answers. */
export function choicesView({ question, choices }: Predict | Quiz, style: Style): string {
  const lines = choices.map((choice) => `- ${'label' in choice ? choice.label : choice.text}`);
  return [style.chalk.bold(wrapped(question, style)), renderMarkdown(lines.join('\n'), style)].join('\n');
}

/** What came of a prediction. `picked` is null where nobody predicted, `right` where no choice came true. */
export function predictionView(
  picked: PredictChoice | null,
  right: PredictChoice | null,
  style: Style,
): string {
  if (!right) {
    return wrapped(
      `${picked ? `You said: ${sentence(picked.label)} ` : ''}None of the answers came true: the limiters were not as the lesson left them. \`again\` starts this step over.`,
      style,
    );
  }
  const feedback = (choice: PredictChoice) => (choice.feedback ? ` ${choice.feedback}` : '');
  if (!picked) return wrapped(`**It was: ${sentence(right.label)}**${feedback(right)}`, style);
  if (picked === right)
    return wrapped(`**You said: ${sentence(picked.label)} So it was.**${feedback(right)}`, style);
  return [
    `**You said: ${sentence(picked.label)}**${feedback(picked)}`,
    `**It was: ${sentence(right.label)}**${feedback(right)}`,
  ]
    .map((text) => wrapped(text, style))
    .join('\n');
}

/** What is said about an answer; a wrong one is followed by the right ones. */
export function quizFeedback(picked: QuizChoice, quiz: Quiz, style: Style): string {
  if (picked.right) return wrapped(`**Right.** ${picked.why}`, style);
  return [wrapped(`**Not quite.** ${picked.why}`, style), quizAnswers(quiz, style)].join('\n');
}

/** The right answers with their reasons; `all` adds why the others are wrong. */
export function quizAnswers({ choices }: Quiz, style: Style, all = false): string {
  return [
    ...choices.filter((choice) => choice.right),
    ...(all ? choices.filter((choice) => !choice.right) : []),
  ]
    .map(({ text, why, right }) => wrapped(`**${right ? 'Right' : 'Not'}: ${sentence(text)}** ${why}`, style))
    .join('\n');
}

/** With the full stop that a label may lack. */
function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** The question above the choices of a prompt. */
export function questionView(question: string, style: Style): string {
  return style.chalk.bold(wrapped(question, style));
}

/** What stands before each choice of a prompt: its cursor, or room for it. */
const cursor = '  ';

/** A choice of a prompt that breaks between words, and what is said of it behind `message` once it was picked. */
export function choiceView(label: string, message: string, style: Style): { name: string; short: string } {
  const line = renderInline(label, style);
  const name = wrapInline(label, proseWidth(style) - cursor.length, style).join(`\n${cursor}`);
  const fits = displayWidth(`> ${message} `) + inlineWidth(label, style) <= style.width;
  return { name, short: fits ? line : `\n${cursor}${name}` };
}

/** A mission in the list or the menu. */
export function missionLine(
  card: MissionCard,
  mark: { done: boolean; step: number | null; steps: number },
  style: Style,
): string {
  const { chalk, unicode } = style;
  const done = mark.done ? chalk.green(unicode ? '✓' : '+') : unicode ? '·' : '-';
  const at = mark.step === null ? '' : chalk.dim(`, at step ${mark.step + 1} of ${mark.steps}`);
  const line = `${done} ${String(card.number).padStart(2)}  ${safeText(card.title)}  ${chalk.dim(`${card.minutes} min`)}${at}`;
  return wrapWords(line, style.width - cursor.length, ' '.repeat(6));
}

/** The command line that plays a mission. */
export function playLine(name: string): string {
  return `hyperdrive mission ${shellWord(name)}`;
}

/** For --from: which steps there are. */
export function stepList(steps: readonly Step[]): string {
  return steps.map(({ id }, at) => `${at + 1} ${id}`).join(', ');
}
