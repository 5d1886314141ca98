import type { Condition } from './conditions.ts';

export { problemText, type Note, type Problem } from '../content/problem.ts';

/** What an engine may lack, as `needs=` names it. */
export const nameableCapabilities = ['monitor', 'object', 'memory', 'ldb', 'acl', 'cluster'] as const;
export type Need = (typeof nameableCapabilities)[number];

/** What the front matter says: enough for the menu. */
export interface MissionCard {
  /** Stable, never reused: progress is kept under it. */
  id: string;
  number: number;
  title: string;
  minutes: number;
  algorithms: string[];
  objectives: string[];
}

export interface Mission extends MissionCard {
  /** The prose before the first step. */
  intro: Prose | null;
  steps: Step[];
  /** Relative targets of links, with the fragment, wherever in the file they stand. */
  links: { target: string; line: number }[];
}

export interface Step {
  /** The heading's slug. */
  id: string;
  title: string;
  /** May be skipped; never replayed. */
  detour: boolean;
  line: number;
  items: Item[];
}

export type Item = Prose | HyperdriveBlock | ValkeyBlock | Predict | Quiz | LuaBlock;

export interface Prose {
  kind: 'prose';
  line: number;
  /** Markdown, with fences that only show. */
  text: string;
}

/** One command of a block, and what must hold after it. */
export interface CommandLine {
  line: number;
  command: string;
  conditions: Condition[];
}

/** Command lines of hyperdrive's own. */
export interface HyperdriveBlock extends Skippable {
  kind: 'hyperdrive';
  lines: CommandLine[];
}

/** Reading commands for the server. */
export interface ValkeyBlock extends Skippable {
  kind: 'valkey';
  lines: ValkeyLine[];
}

export interface ValkeyLine {
  line: number;
  command: string;
  expect: Expectation | null;
}

/** The whole reply as text, or conditions on `value` and `length`. */
export type Expectation = { whole: string } | { conditions: Condition[] };

interface Skippable {
  line: number;
  /** Where the engine lacks this, `otherwise` is shown instead. */
  needs?: Need;
  otherwise?: string;
}

/** Judged on the last result of the next runnable block. */
export interface Predict {
  kind: 'predict';
  line: number;
  question: string;
  choices: PredictChoice[];
}

export interface PredictChoice {
  line: number;
  label: string;
  conditions: Condition[];
  feedback: string;
}

export interface Quiz {
  kind: 'quiz';
  line: number;
  question: string;
  choices: QuizChoice[];
}

export interface QuizChoice {
  line: number;
  text: string;
  right: boolean;
  why: string;
}

/** A passage of a script, as it stands in its file. */
export interface LuaBlock {
  kind: 'lua';
  line: number;
  file: string;
  code: string;
}
