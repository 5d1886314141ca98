import type { Challenge } from '../challenge/challenge.ts';
import { challengeTitle } from './challenge-list.ts';
import { escapeText } from './escape.ts';
import { labelled } from './hanging.ts';
import { renderMarkdown } from './markdown.ts';
import { shellWord } from './shell-word.ts';
import type { Style } from './style.ts';
import { command, say } from './verdict-parts.ts';

/** A challenge that was started, now or before. */
export interface Started {
  challenge: Pick<Challenge, 'id' | 'title' | 'kind' | 'mission' | 'minutes' | 'brief'>;
  /** The learner's file as it is shown. */
  file: string;
  /** Whether it was written now. */
  written: boolean;
}

/** What is to be done, where, and with which commands. */
export function startedView({ challenge, file, written }: Started, style: Style): string {
  const { id, brief } = challenge;
  return [
    challengeTitle(challenge, style),
    // Its commands are for where the reader stands.
    renderMarkdown(
      brief.replace(/^# .*\n*/, '').replaceAll('--script limiter.lua', `--script ${shellWord(file)}`),
      style,
    ),
    command(
      written ? 'Your file:' : 'You have begun already. Your file, which stays as it is:',
      escapeText(file),
      style,
    ),
    deeds(
      id,
      [
        ['check', 'attacks it'],
        ['watch', 'attacks it whenever you save'],
        ['hint', 'gives a hint'],
        ...(written ? [] : [['reset', 'begins anew, and keeps a copy'] as const]),
      ],
      style,
    ),
  ].join('\n\n');
}

/** That the starter is there again, and where what was written before is kept. */
export function resetView(
  { id, file, backup }: { id: string; file: string; backup: string | null },
  style: Style,
): string {
  const kept = backup === null ? '' : ` What you wrote is kept as ${escapeText(backup)}.`;
  return [
    say(`${escapeText(file)} begins anew.${kept}`, style),
    deeds(id, [['check', 'attacks it']], style),
  ].join('\n\n');
}

/** Commands, and what each does. */
function deeds(id: string, verbs: readonly (readonly [verb: string, what: string])[], style: Style): string {
  return labelled(
    verbs.map(([verb, what]) => [`  ${style.chalk.cyan(`hyperdrive challenge ${verb} ${id}`)}`, what]),
    style,
  );
}
