import { Interrupted, messageOf, NoEngineError } from '../errors.ts';
import {
  questionView,
  luaView,
  openingView,
  place,
  quizAnswers,
  quizFeedback,
  choicesView,
  choiceView,
  stepHeading,
} from '../view/lesson.ts';
import { safeText } from '../view/inline.ts';
import { timeOfDay } from '../view/format.ts';
import { renderMarkdown } from '../view/markdown.ts';
import type { Item, Mission, Predict, Quiz } from './mission.ts';
import {
  currentStep,
  survivable,
  type Failure,
  type Lesson,
  type Move,
  type PlayerIO,
  type PlayOptions,
} from './player.ts';
import { ask } from './prompt.ts';
import { replayOf } from './replay.ts';
import { isSkipped, playRunnable, type Pending } from './run-block.ts';

export interface PlayResult {
  /** Whether the last step was reached, or the learner left before. */
  finished: boolean;
  /** How many commands of the lesson did what it expects. */
  passed: number;
  failures: Failure[];
}

/** Plays a mission from `options.start` on. Rejects with `NoEngineError` where the engine goes away, `Interrupted` on Ctrl-C. */
export async function playMission(mission: Mission, io: PlayerIO, options: PlayOptions): Promise<PlayResult> {
  const lesson: Lesson = { mission, io, options, at: options.start, touched: false, passed: 0, failures: [] };
  try {
    const finished = (await open(lesson)) !== 'quit' && (await playSteps(lesson));
    if (finished) {
      io.progress.done();
      io.show(io.style.chalk.bold(`Mission ${mission.number} is done.`));
    }
    await io.leave();
    return { finished, passed: lesson.passed, failures: lesson.failures };
  } catch (error) {
    if (error instanceof NoEngineError) throw engineLost(lesson, error);
    // A held clock that nobody knows of would puzzle the next command; what ended the lesson matters more than this.
    const goesOn = error instanceof Interrupted && io.interactive;
    await io.leave(goesOn ? options.resume : undefined).catch(() => undefined);
    throw error;
  }
}

function engineLost(lesson: Lesson, cause: NoEngineError): NoEngineError {
  const { io, mission, options, at } = lesson;
  const step = `${place(mission, at, io.style)} ${safeText(currentStep(lesson).title)}`;
  const remedy = io.interactive
    ? `Your place is kept: \`${options.resume}\` resumes at ${step}.`
    : `It was at ${step}; run \`${options.resume}\` again.`;
  return new NoEngineError(`The engine went away. ${remedy}`, {
    cause: cause.cause ?? messageOf(cause),
  });
}

/** Title and introduction; on the way in at a later step only where one is. */
async function open(lesson: Lesson): Promise<'go' | Move> {
  const { mission, io, options } = lesson;
  if (options.start > 0) {
    const { chalk } = io.style;
    io.show(
      `${chalk.bold(`Mission ${mission.number}: ${safeText(mission.title)}`)}, from ${place(mission, options.start, io.style)}`,
    );
    return 'go';
  }
  io.show(openingView(mission, io.style));
  if (!io.interactive) return 'go';
  await io.enter();
  io.show(
    renderMarkdown(
      'Enter runs what is suggested; type anything else to try it; `help` tells more.',
      io.style,
    ),
  );
  return ask(lesson, 'Enter begins');
}

/** True where the last step was passed, false where the learner left. */
async function playSteps(lesson: Lesson): Promise<boolean> {
  const { end: last = lesson.mission.steps.length } = lesson.options;
  while (lesson.at < last) {
    const move = await playStep(lesson);
    if (move === 'quit') return false;
    if (move === 'next') lesson.at++;
    if (move === 'back') lesson.at = Math.max(0, lesson.at - 1);
  }
  return true;
}

async function playStep(lesson: Lesson): Promise<Move> {
  const { mission, io, at } = lesson;
  const step = currentStep(lesson);
  io.show(stepHeading(mission, at, io.style));
  // Noted before anything is asked of the engine, so that a place is kept whatever becomes of it.
  if (io.interactive) io.progress.at(step.id);
  if (step.detour && io.interactive) {
    const move = await askDetour(lesson);
    if (move !== 'go') return move;
  }
  await enter(lesson);
  let pending: Pending | null = null;
  for (const item of step.items) {
    const outcome = await playItem(lesson, item, pending);
    if (outcome.move !== 'go') return outcome.move;
    pending = outcome.pending;
  }
  // Behind a passage of Lua there was a pause already.
  const move = step.items.at(-1)?.kind === 'lua' ? 'go' : await pause(lesson);
  return move === 'go' ? 'next' : move;
}

async function askDetour(lesson: Lesson): Promise<'go' | Move> {
  await lesson.options.beforeStop?.();
  const { mission, at, io } = lesson;
  const prompts = await io.prompts();
  const move = await prompts.choose<'go' | Move>(`${place(mission, at, io.style)} A detour. Take it?`, [
    { name: 'Take it', value: 'go' },
    { name: 'Skip it', value: 'next' },
    { name: 'Go back', value: 'back' },
    { name: 'Quit', value: 'quit' },
  ]);
  io.show('', 'tight');
  return move;
}

/** Puts the server in the state that the step begins with, whatever was there: every step before it is played again, unseen. */
async function enter(lesson: Lesson): Promise<void> {
  const { mission, io, at } = lesson;
  const before = await io.clock();
  lesson.touched = false;
  await io.enter();
  const commands = mission.steps
    .slice(0, at)
    .flatMap((step) => (step.detour ? [] : step.items))
    .flatMap((item) => (item.kind !== 'hyperdrive' || isSkipped(lesson, item) ? [] : item.lines))
    .map(({ command }) => command);
  for (const command of replayOf(commands)) {
    // What a block does wrong is told where it is played; here only what ends the lesson counts.
    await io.run(command, 'silent').catch((error: unknown) => void survivable(error));
  }
  const { nowMs } = await io.clock();
  if (io.interactive && before.mode === 'held' && nowMs < before.nowMs)
    io.show(io.style.chalk.dim(`The clock is back at ${timeOfDay(nowMs)}, where this step begins.`));
}

interface Outcome {
  move: 'go' | Move;
  /** A prediction that waits for the next runnable block. */
  pending: Pending | null;
}

async function playItem(lesson: Lesson, item: Item, pending: Pending | null): Promise<Outcome> {
  const { io } = lesson;
  switch (item.kind) {
    case 'prose':
      io.show(renderMarkdown(item.text, io.style));
      return { move: 'go', pending };
    case 'hyperdrive':
    case 'valkey':
      return { move: await playRunnable(lesson, item, pending), pending: null };
    case 'predict':
      return { move: 'go', pending: await predict(lesson, item) };
    case 'quiz':
      await quiz(lesson, item);
      return { move: 'go', pending };
    case 'lua':
      io.show(luaView(item.file, item.code, io.style));
      return { move: await pause(lesson), pending };
  }
}

/** Time to read. */
async function pause(lesson: Lesson): Promise<'go' | Move> {
  const last = lesson.at === lesson.mission.steps.length - 1;
  if (lesson.io.interactive) return ask(lesson, last ? 'Enter ends the lesson' : 'Enter goes on');
  await lesson.options.beforeStop?.();
  return 'go';
}

async function predict(lesson: Lesson, item: Predict): Promise<Pending> {
  const picked = await choose(lesson, item.question, item.choices, (choice) => choice.label);
  if (!picked) lesson.io.show(choicesView(item, lesson.io.style));
  return { predict: item, picked };
}

async function quiz(lesson: Lesson, item: Quiz): Promise<void> {
  const { io } = lesson;
  const picked = await choose(lesson, item.question, item.choices, (choice) => choice.text);
  if (picked) io.show(quizFeedback(picked, item, io.style));
  else io.show(`${choicesView(item, io.style)}\n\n${quizAnswers(item, io.style, true)}`);
}

/** What a person chooses; null where nobody is asked. */
async function choose<T>(
  { mission, io, options, at }: Lesson,
  question: string,
  choices: readonly T[],
  label: (choice: T) => string,
) {
  await options.beforeStop?.();
  if (!io.interactive) return null;
  const prompts = await io.prompts();
  io.show(questionView(question, io.style), 'tight');
  const message = `${place(mission, at, io.style)} Your answer`;
  const picked = await prompts.choose(
    message,
    choices.map((choice) => ({ ...choiceView(label(choice), message, io.style), value: choice })),
  );
  io.show('', 'tight');
  return picked;
}
