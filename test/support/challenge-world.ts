import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge, Trial, TrialOptions } from '../../src/commands/challenge/judge.ts';
import { makeContext, type Context, type GlobalOptions } from '../../src/commands/context.ts';
import type { Deps, Document, Prompts } from '../../src/deps.ts';
import { Interrupted } from '../../src/errors.ts';
import type { Verdict } from '../../src/challenge/verdict.ts';
import {
  fileMark,
  makeFolder,
  readUserFile,
  replaceUserFile,
  writeUserFile,
} from '../../src/platform/user-files.ts';
import { held, timestampAsMember } from '../view/verdicts.ts';
import { documents, makeWorld, type World } from './world.ts';
import { workshop } from './workshop.ts';

export const passes: Verdict = held;
export const breaks: Verdict = timestampAsMember;

/** A learner in a folder of his own, with the challenges of the tests' workshop. Nothing is attacked. */
export class Learner {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'hd-learner-')));
  cwd = this.folder;
  readonly world: World;
  exitCode = 0;
  /** What was printed on stderr. */
  told = '';
  /** What a person answers: a choice by its beginning, yes or no. Ctrl-C where it ends. */
  answers: (string | boolean)[] = [];
  asked: string[] = [];

  constructor(change: Partial<Deps> = {}) {
    let instant = Date.UTC(2025, 0, 15);
    this.world = {
      ...makeWorld('unix:/nowhere'),
      packageFolder: workshop,
      listMissions: () => ['01-windows', '03-buckets'],
      cwd: () => this.cwd,
      now: () => (instant += 1_000),
      readFile: readUserFile,
      writeNewFile: writeUserFile,
      makeFolder,
      replaceFile: replaceUserFile,
      fileMark,
      stderr: { isTTY: false, columns: 80, write: (text) => void (this.told += text) },
      exitWith: (code) => void (this.exitCode = code),
      prompts: async () => this.prompts,
      ...change,
    };
  }

  /** What a command gets. */
  context(options: Partial<GlobalOptions> = {}): Context {
    return makeContext(this.world, { input: true, ...options });
  }

  /** What was printed since the last time. */
  printed(): string {
    const text = this.world.printed();
    const fresh = text.slice(this.read);
    this.read = text.length;
    return fresh;
  }
  private read = 0;

  /** The same as documents. */
  documents(): Document[] {
    return documents({ ...this.world, printed: () => this.printed() });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly prompts: Prompts = {
    line: () => Promise.reject(new Error('no line is asked for')),
    choose: async (question, choices) => {
      this.asked.push(`${question} ${choices.map(({ name }) => name).join(' | ')}`);
      const answer = this.answers.shift();
      const chosen = choices.find(({ name }) => name.includes(String(answer)));
      if (answer === undefined || !chosen) throw new Interrupted();
      return chosen.value;
    },
    confirm: async (question) => {
      this.asked.push(question);
      const answer = this.answers.shift();
      if (typeof answer !== 'boolean') throw new Interrupted();
      return answer;
    },
  };
}

/** Judges in turn as it is told, and remembers what it was given. */
export function scriptedJudge(...verdicts: readonly Verdict[]) {
  const trials: (Pick<Trial, 'file' | 'text'> & { id: string } & Omit<TrialOptions, 'signal'>)[] = [];
  const judge: Judge = async (_context, { challenge, file, text }, { seed, time }) => {
    trials.push({
      id: challenge.id,
      file,
      text,
      ...(seed !== undefined && { seed }),
      ...(time !== undefined && { time }),
    });
    const verdict = verdicts[Math.min(trials.length, verdicts.length) - 1];
    if (!verdict) throw new Error('nothing is to be judged');
    return { ...verdict, file };
  };
  return { judge, trials };
}
