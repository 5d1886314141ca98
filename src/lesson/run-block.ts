import { predictionView } from '../view/lesson.ts';
import { safeText } from '../view/inline.ts';
import { renderMarkdown } from '../view/markdown.ts';
import { evaluate, shown } from './conditions.ts';
import type {
  CommandLine,
  HyperdriveBlock,
  Predict,
  PredictChoice,
  ValkeyBlock,
  ValkeyLine,
} from './mission.ts';
import {
  currentStep,
  fail,
  failureText,
  showError,
  survivable,
  type Failure,
  type Lesson,
  type Move,
} from './player.ts';
import { ask } from './prompt.ts';
import { judgeReply, replyDocument } from './valkey-block.ts';

/** A prediction, and what the learner picked; null where nobody was asked. */
export interface Pending {
  predict: Predict;
  picked: PredictChoice | null;
}

type Line = CommandLine | ValkeyLine;

/** What a line of the lesson's own came to. */
interface Run {
  /** What conditions are judged on; undefined where the command failed. */
  document: unknown;
  failure: Failure | null;
  /** Why the command failed, where it did. */
  error: string | null;
}

/** Whether the engine lacks what a block needs. */
export function isSkipped({ io }: Lesson, { needs }: HyperdriveBlock | ValkeyBlock): boolean {
  return needs !== undefined && !io.capabilities[needs];
}

/** Offers and runs a block's lines one by one, then judges the prediction that waits for it. */
export async function playRunnable(
  lesson: Lesson,
  block: HyperdriveBlock | ValkeyBlock,
  pending: Pending | null,
): Promise<'go' | Move> {
  const { io } = lesson;
  if (isSkipped(lesson, block)) {
    io.show(renderMarkdown(block.otherwise ?? `This engine has no ${block.needs}.`, io.style));
    for (const { line, command } of block.lines)
      io.result({ step: currentStep(lesson).id, line, command, skipped: block.needs! });
    return 'go';
  }
  const sign = block.kind === 'valkey' ? 'valkey>' : '$';
  let last: Run | null = null;
  for (const line of block.lines) {
    for (let again = true; again;) {
      const move = await stop(lesson, sign, line.command);
      if (move !== 'go') return move;
      last = await runOwn(lesson, block.kind, line);
      report(lesson, line, last);
      // A command that failed for a learner may be tried again, or left with `next`.
      again = last.error !== null && io.interactive;
    }
  }
  if (pending && last && last.error === null) judge(lesson, pending, last.document);
  return 'go';
}

/** Waits for the learner; straight through, shows the command as a shell would have it. */
async function stop(lesson: Lesson, sign: string, command: string): Promise<'go' | Move> {
  if (lesson.io.interactive) return ask(lesson, sign, command);
  await lesson.options.beforeStop?.();
  lesson.io.show(lesson.io.style.chalk.bold(`${sign} ${safeText(command)}`), 'tight');
  return 'go';
}

async function runOwn(lesson: Lesson, kind: 'hyperdrive' | 'valkey', line: Line): Promise<Run> {
  const { io } = lesson;
  try {
    if (kind === 'hyperdrive') {
      const document = await io.run(line.command, 'shown');
      return { document, failure: judgeDocument(lesson, line as CommandLine, document), error: null };
    }
    const { reply, text } = await io.valkey(line.command);
    io.show(text);
    return {
      document: replyDocument(reply),
      failure: judgeAnswer(lesson, line as ValkeyLine, reply),
      error: null,
    };
  } catch (error) {
    const message = survivable(error);
    showError(lesson, message);
    return {
      document: undefined,
      failure: failed(lesson, line, 'the command to run', message),
      error: message,
    };
  }
}

function judgeDocument(lesson: Lesson, { line, conditions }: CommandLine, document: unknown): Failure | null {
  const verdict = evaluate(conditions, document);
  return verdict.holds ? null : failed(lesson, { line }, verdict.failed.text, shown(verdict.got));
}

function judgeAnswer(
  lesson: Lesson,
  { line, expect }: ValkeyLine,
  reply: Parameters<typeof judgeReply>[1],
): Failure | null {
  if (!expect) return null;
  const verdict = judgeReply(expect, reply);
  return verdict.holds ? null : failed(lesson, { line }, verdict.expected, verdict.got);
}

/** What a learner changed is no failure of the lesson's: it is told, not counted. */
function failed(lesson: Lesson, { line }: { line: number }, expected: string, got: string): Failure {
  return lesson.touched
    ? { file: lesson.options.file, line, expected, got }
    : fail(lesson, line, expected, got);
}

/** Tells what did not come out as the lesson has it. */
function report(lesson: Lesson, { line, command }: Line, { failure, error, document }: Run): void {
  const { io } = lesson;
  if (!failure) lesson.passed++;
  io.result({ step: currentStep(lesson).id, line, command, result: document, ...(failure && { failure }) });
  if (!failure || error !== null) return;
  if (!io.interactive) return showError(lesson, failureText(failure));
  const why = lesson.touched
    ? 'What you ran before may be why; `again` starts the step over.'
    : '`again` starts the step over.';
  io.show(
    renderMarkdown(
      `The lesson expected \`${failure.expected}\` here and saw ${failure.got}. ${why}`,
      io.style,
    ),
  );
}

/** Exactly one choice must have come true. */
function judge(lesson: Lesson, { predict, picked }: Pending, document: unknown): void {
  const { io } = lesson;
  const true_ = predict.choices.filter(({ conditions }) => evaluate(conditions, document).holds);
  if (true_.length !== 1 && !lesson.touched) {
    const labels = true_.map(({ label }) => `"${label}"`).join(' and ');
    const failure = fail(lesson, predict.line, 'exactly one choice to come true', labels || 'none');
    if (!io.interactive) showError(lesson, failureText(failure));
  }
  io.show(predictionView(picked, true_.find((choice) => choice === picked) ?? true_[0] ?? null, io.style));
}
