import inquirer from 'inquirer';
import type { Prompts } from '../deps.ts';
import { Interrupted } from '../errors.ts';

const name = 'answer';

/** inquirer behind the port. Whoever asks has made sure that a person sits there. */
export const prompts: Prompts = {
  line: (message, suggestion = '') =>
    answered<string>(inquirer.prompt([{ type: 'input', name, message, default: suggestion }])),
  choose: <T>(message: string, choices: readonly { name: string; value: T }[]) =>
    answered<T>(
      inquirer.prompt([{ type: 'select', name, message, choices: [...choices], loop: false, pageSize: 12 }]),
    ),
  confirm: (message) =>
    answered<boolean>(inquirer.prompt([{ type: 'confirm', name, message, default: false }])),
};

/** The one answer of a prompt. inquirer widens the type of what it is asked; the question above is what fixes it. */
async function answered<T>(asked: PromiseLike<object>): Promise<T> {
  try {
    return ((await asked) as { [name]: T })[name];
  } catch (error) {
    // Ctrl-C is the former, a terminal that went away the latter.
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new Interrupted();
    throw error;
  }
}
