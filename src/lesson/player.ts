import type { Document, Prompts } from '../deps.ts';
import type { ClockReading } from '../engine/clock.ts';
import type { Capabilities, RawReply, ReplyError } from '../engine/port.ts';
import { HyperdriveError, Interrupted, messageOf, NoEngineError } from '../errors.ts';
import { wrapPlain } from '../view/inline.ts';
import type { Style } from '../view/style.ts';
import type { Mission, Need, Step } from './mission.ts';

/** Everything that a lesson needs of the world. */
export interface PlayerIO {
  /** A paragraph, shown with a blank line behind it; `tight` leaves that out. */
  show(text: string, tight?: 'tight'): void;
  style: Style;
  /** Whether a person answers; else the lesson plays straight through. */
  interactive: boolean;
  prompts(): Promise<Prompts>;
  capabilities: Capabilities;
  /** Runs a command line by the real handlers and answers with its last document; null where it had none. */
  run(line: string, mode: 'shown' | 'silent'): Promise<Document | null>;
  /** Sends a reading command. */
  valkey(line: string): Promise<{ reply: RawReply | ReplyError; text: string }>;
  clock(): Promise<ClockReading>;
  /** Clears the limiters and holds the clock where the lesson begins. */
  enter(): Promise<void>;
  /**
   * Lets the clock go and clears the limiters, once; says so, and how to go on from here, where somebody could. What still
   * runs then is `Interrupted`.
   */
  leave(resume?: string): Promise<void>;
  progress: { at(step: string): void; done(): void };
  /** Told what came of every command of the lesson's own. */
  result(result: BlockResult): void;
}

/** What came of one command of a lesson. */
export interface BlockResult {
  step: string;
  line: number;
  command: string;
  /** Set where the engine lacks something. */
  skipped?: Need;
  result?: unknown;
  failure?: Failure;
}

/** Something in a mission that did not come true. */
export interface Failure {
  file: string;
  line: number;
  expected: string;
  got: string;
}

export interface PlayOptions {
  /** The mission's file, for messages. */
  file: string;
  /** Index of the step to begin with. */
  start: number;
  /** Index of the step before which it ends; after the last one where absent. */
  end?: number;
  /** The command line that resumes, for somebody whose engine went away. */
  resume: string;
  /** Called before every stop: tests let time pass here. */
  beforeStop?(): Promise<void>;
}

/** Where a learner wants to go from here. */
export type Move = 'next' | 'back' | 'again' | 'quit';

/** A lesson being played. */
export interface Lesson {
  mission: Mission;
  io: PlayerIO;
  options: PlayOptions;
  /** Index of the current step. */
  at: number;
  /** Whether the learner ran something of their own since the step was entered. */
  touched: boolean;
  passed: number;
  failures: Failure[];
}

export function currentStep({ mission, at }: Lesson): Step {
  return mission.steps[at]!;
}

/** Notes a failure; straight-through play shows it where it happened. */
export function fail(lesson: Lesson, line: number, expected: string, got: string): Failure {
  const failure = { file: lesson.options.file, line, expected, got };
  lesson.failures.push(failure);
  return failure;
}

export function failureText({ file, line, expected, got }: Failure): string {
  return `${file}:${line}: expected ${expected}, got ${got}`;
}

/** A command's own failure, which a lesson outlives: its message. What ends the lesson is thrown on. */
export function survivable(error: unknown): string {
  const own = error instanceof HyperdriveError || (error as Error | null)?.name === 'ReplyError';
  if (!own || error instanceof NoEngineError || error instanceof Interrupted) throw error;
  return messageOf(error);
}

/** Shows the message of a command that failed. */
export function showError({ io }: Lesson, message: string): void {
  io.show(io.style.chalk.red(wrapPlain(message, io.style)));
}
