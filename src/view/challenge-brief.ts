import type { Challenge } from '../challenge/challenge.ts';
import { challengeTitle } from './challenge-list.ts';
import { escapeText } from './escape.ts';
import { renderMarkdown } from './markdown.ts';
import type { Style } from './style.ts';
import { say } from './verdict-parts.ts';

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
  const shown = escapeText(file);
  return [
    challengeTitle(challenge, style),
    renderMarkdown(brief.replace(/^# .*\n*/, ''), style),
    say(written ? `Your file: ${shown}` : `You have begun already, and ${shown} stays as it is.`, style),
    renderMarkdown(
      [
        `- \`hyperdrive challenge check ${id}\` attacks it`,
        `- \`hyperdrive challenge watch ${id}\` attacks it whenever you save`,
        `- \`hyperdrive challenge hint ${id}\` gives a hint`,
        ...(written ? [] : [`- \`hyperdrive challenge reset ${id}\` begins anew, and keeps a copy`]),
      ].join('\n'),
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
    renderMarkdown(`- \`hyperdrive challenge check ${id}\` attacks it`, style),
  ].join('\n');
}
