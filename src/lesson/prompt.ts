import { safeText } from '../view/inline.ts';
import { helpView, promptHead } from '../view/lesson.ts';
import { displayWidth } from '../view/width.ts';
import { wrapWords } from '../view/wrap.ts';
import { UsageError } from '../errors.ts';
import { isVerb, splitWords, verbs } from './command-line.ts';
import { showError, survivable, type Lesson, type Move } from './player.ts';
import { isReadingCommand, popularCommands } from './valkey-block.ts';

const words: Record<string, Move | 'help'> = {
  next: 'next',
  n: 'next',
  skip: 'next',
  back: 'back',
  b: 'back',
  again: 'again',
  a: 'again',
  quit: 'quit',
  q: 'quit',
  exit: 'quit',
  help: 'help',
  '?': 'help',
};

const commands = verbs.join(', ');

/**
 * A prompt at which Enter (or the suggestion, typed) goes on. A word moves; whatever else is typed runs, and the prompt
 * returns.
 */
export async function ask(lesson: Lesson, sign: string, suggestion?: string): Promise<'go' | Move> {
  const { mission, io, options } = lesson;
  const prompts = await io.prompts();
  for (;;) {
    await options.beforeStop?.();
    const head = promptHead(mission, lesson.at, await io.clock(), io.style);
    const typed = (await prompts.line(...fitted(lesson, head, sign, suggestion))).trim();
    if (suggestion !== undefined && (typed === '' || typed === suggestion)) return 'go';
    const word = typed.toLowerCase();
    const meant = Object.hasOwn(words, word) ? words[word] : undefined;
    if (meant === 'help') {
      io.show(helpView({ verbs: commands, reading: popularCommands }, io.style));
    } else if (meant || typed === '') {
      // A prompt leaves no blank line behind it, and what comes next is no output of a command.
      io.show('', 'tight');
      return meant || 'go';
    } else {
      await runTyped(lesson, typed);
    }
  }
}

/** The prompt's question and suggestion; a suggestion that would be broken anywhere stands on lines of its own. */
function fitted(
  { io }: Lesson,
  head: string,
  sign: string,
  suggestion: string | undefined,
): [question: string, suggestion?: string] {
  if (suggestion === undefined) return [`${head} ${sign}`];
  // inquirer adds its mark, the brackets, and the cursor.
  if (displayWidth(`${head} ${sign} ${suggestion}`) + 6 <= io.style.width)
    return [`${head} ${sign}`, suggestion];
  io.show(io.style.chalk.bold(wrapWords(`${sign} ${safeText(suggestion)}`, io.style.width)), 'tight');
  return [`${head} Enter runs it`];
}

/** Runs what a learner typed: a command line of hyperdrive's, or a reading command of Valkey's. */
async function runTyped(lesson: Lesson, typed: string): Promise<void> {
  const { io } = lesson;
  try {
    const [first = ''] = splitWords(typed, { literal: true });
    if (first === 'hyperdrive' || isVerb(first)) {
      lesson.touched = true;
      await io.run(typed, 'shown');
    } else if (isReadingCommand(first)) {
      io.show((await io.valkey(typed)).text);
    } else {
      throw new UsageError(
        `"${first.slice(0, 40)}" is not for here. What runs: ${commands}, and Valkey commands that read, such as ${popularCommands}. The words are next, back, again, quit and help.`,
      );
    }
  } catch (error) {
    showError(lesson, survivable(error));
  }
}
