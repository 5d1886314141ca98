import type { Document } from '../deps.ts';
import { cliWord } from './cli-word.ts';
import { escapeText } from './escape.ts';
import { excerptDocument, excerptOf } from './excerpt.ts';
import { count, groups } from './format.ts';
import type { Style } from './style.ts';
import { ellipsis } from './width.ts';
import { wrapWords } from './wrap.ts';

/** Of each argument: enough for a key and a member, not for a stored document. */
const mostWordBytes = 60;
const mostDocumentBytes = 256;
/** A log writes a line for each unit; nobody reads hundreds. */
const mostLines = 16;
const mostInDocument = 1_000;

/** What a script sent to the server, or why nobody could see it. */
export type SeenCommands = { commands: readonly (readonly Buffer[])[] } | { commands: null; why: string };

/** The commands that a script sent to the server, each a numbered line as it is typed into valkey-cli. */
export function scriptCommandsView(seen: SeenCommands, style: Style): string {
  const { chalk, width } = style;
  const { commands } = seen;
  if (!commands)
    return chalk.yellow(wrapWords(`Its commands cannot be shown: ${escapeText(seen.why)}.`, width));
  const digits = String(Math.min(commands.length, mostLines)).length;
  const lines = commands.slice(0, mostLines).map((words, i) => {
    const margin = `${String(i + 1).padStart(digits + 1)}  `;
    return wrapWords(
      margin + words.map((word) => typed(word, style)).join(' '),
      width,
      ' '.repeat(digits + 5),
    );
  });
  const left = commands.length - lines.length;
  return [
    `${chalk.bold(count(commands.length, 'command'))} sent to the server:`,
    ...lines,
    ...(left > 0 ? [chalk.dim(`${ellipsis(style)} and ${groups(left)} more`)] : []),
  ].join('\n');
}

function typed(word: Buffer, style: Style): string {
  const cut = word.length > mostWordBytes;
  return cliWord(cut ? word.subarray(0, mostWordBytes) : word) + (cut ? ellipsis(style) : '');
}

/** The same as JSON: how many they are, and each of them; null where nobody could see them. */
export function scriptCommandsDocument(seen: SeenCommands): Document {
  const { commands } = seen;
  if (!commands) return { serverCommands: null, commands, unseen: seen.why };
  return {
    serverCommands: commands.length,
    commands: commands.slice(0, mostInDocument).map(([command, ...args]) => ({
      command: String(command),
      args: args.map((word) => excerptDocument(excerptOf(word, mostDocumentBytes))),
    })),
  };
}
