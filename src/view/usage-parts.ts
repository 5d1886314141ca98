import { groups, timeOfDay } from './format.ts';
import type { Style } from './style.ts';

interface Counts {
  allowed: number;
  denied: number;
}

/** Who was counted, and how views speak of it. */
export interface Counted {
  who: string;
  what: string;
  /** What records some, of anybody or of one. */
  hint(name?: string): string;
  /** Longer names are cut before the bars get too few. */
  longestName: number;
}

export const countedShips: Counted = {
  who: 'ship',
  what: 'jump',
  hint: (name = 'enterprise') =>
    `\`hyperdrive burst ${name} --record\` records ${name === 'enterprise' ? 'a burst' : 'some'}.`,
  longestName: 20,
};

/** A caller's name is a hash: cut, it would be of no use. */
export const countedCallers: Counted = {
  who: 'caller',
  what: 'request',
  hint: (name) =>
    name === undefined
      ? '`hyperdrive serve --record` has gateways record theirs.'
      : 'Callers of a gateway go by their hashes: `hyperdrive report --gateway` lists them.',
  longestName: 32,
};

/** `63 %`: how much of it was denied. What is not nothing, or not all, does not look as if it were. */
export function deniedShare({ allowed, denied }: Counts): string {
  const all = allowed + denied;
  if (all === 0) return '';
  const percent = Math.round((denied * 100) / all);
  if (percent === 0 && denied > 0) return '<1 %';
  if (percent === 100 && allowed > 0) return '>99 %';
  return `${percent} %`;
}

/** `12 allowed, 20 denied (63 %)`. */
export function countsText(counts: Counts, { chalk }: Style): string {
  const { allowed, denied } = counts;
  const share = denied === 0 ? '' : ` (${deniedShare(counts)})`;
  return `${chalk.green(`${groups(allowed)} allowed`)}, ${chalk.red(`${groups(denied)} denied`)}${share}`;
}

/** The minute of an instant, UTC: `14:03`. */
export function minuteOf(ms: number): string {
  return timeOfDay(ms).slice(0, 5);
}

/** `last 60 minutes`. */
export function lastMinutes(minutes: number): string {
  return minutes === 1 ? 'last minute' : `last ${minutes} minutes`;
}
