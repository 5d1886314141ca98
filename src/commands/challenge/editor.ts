import { messageOf, UsageError } from '../../errors.ts';
import { splitWords } from '../../lesson/command-line.ts';
import type { Context } from '../context.ts';

/** The words of `$VISUAL`, else of `$EDITOR`. Throws `UsageError` where there is none. */
export function editorOf({ deps: { env }, options }: Context): readonly [string, ...string[]] {
  if (options.json) throw new UsageError('--edit opens an editor for a person: leave it out, or --json.');
  const name = env['VISUAL']?.trim() ? 'VISUAL' : 'EDITOR';
  const [file, ...args] = wordsOf(name, env[name] ?? '');
  if (file !== undefined) return [file, ...args];
  throw new UsageError(
    '--edit opens what $VISUAL or $EDITOR names, and neither is set. Set one, such as EDITOR=nano, or open the file yourself.',
  );
}

function wordsOf(name: string, command: string): string[] {
  try {
    return splitWords(command, { literal: true });
  } catch (error) {
    throw new UsageError(`$${name} cannot be understood. ${messageOf(error)}`, { cause: error });
  }
}

/** Opens a file in the editor and waits for it. Rejects with `UsageError` where the editor cannot start. */
export async function openEditor(
  { deps, notice }: Context,
  [program, ...args]: readonly [string, ...string[]],
  file: string,
): Promise<void> {
  const code = await deps.runProgram(program, [...args, file]);
  if (code !== 0) notice(`${program} ended with ${code}.`);
}
