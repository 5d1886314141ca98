import { styleText } from 'node:util';
import inquirer from 'inquirer';
import type { Choice, Prompts } from '../deps.ts';
import { Interrupted } from '../errors.ts';

const name = 'answer';
/** A green tick behind a wrong prediction, or a refused command, would be a lie. */
const theme = { prefix: { idle: '?', done: '>' } };
/** Entries of a menu that are seen at once. */
const pageSize = 16;

/** inquirer behind the port. Whoever asks has made sure that a person sits there. */
export const prompts: Prompts = {
  line: (message, suggestion = '') =>
    answered<string>(inquirer.prompt([{ type: 'input', name, message, default: suggestion, theme }])),
  choose: <T>(message: string, choices: readonly Choice<T>[]) =>
    answered<T>(
      inquirer.prompt([
        {
          type: 'select',
          name,
          message,
          choices: [...choices],
          loop: false,
          pageSize,
          theme: {
            ...theme,
            style: { message: (text: string, status: string) => asked(text, status, choices) },
          },
        },
      ]),
    ),
  confirm: (message) =>
    answered<boolean>(inquirer.prompt([{ type: 'confirm', name, message, default: false, theme }])),
};

/** A question in bold, as inquirer has it, and that there is more where that cannot be seen. */
function asked(message: string, status: string, { length }: readonly unknown[]): string {
  return styleText('bold', message) + (length > pageSize && status !== 'done' ? ' (more below)' : '');
}

type Asked = PromiseLike<object> & { ui: { close(): void } };

/** The one answer of a prompt. inquirer widens the type of what it is asked; the question above is what fixes it. */
async function answered<T>(asked: Asked): Promise<T> {
  const { stdin } = process;
  // At the end of its input (Ctrl-D) inquirer closes its reader and waits for ever.
  const leave = () => asked.ui.close();
  const onKey = (_: string, key?: { ctrl?: boolean; name?: string }) => {
    if (key?.ctrl && key.name === 'd') leave();
  };
  stdin.on('keypress', onKey);
  stdin.on('end', leave);
  try {
    return ((await asked) as { [name]: T })[name];
  } catch (error) {
    // Ctrl-C is the former, Ctrl-D and a terminal that went away the latter.
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new Interrupted();
    throw error;
  } finally {
    stdin.off('keypress', onKey);
    stdin.off('end', leave);
  }
}
