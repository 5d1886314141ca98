import { duration, inWords } from '../view/format.ts';
import { asksTime } from './lua-code.ts';
import { simulatesTime } from './play.ts';
import type { Specimen } from './specimen.ts';
import type { Field } from './convention.ts';

const told: readonly (readonly [Field, string])[] = [
  ['remaining', 'what remains'],
  ['retryAfterMs', 'when to try again'],
  ['resetAfterMs', 'when it is as good as new'],
];

/** What of a script is not attacked, and why. */
export function unattacked(specimen: Specimen): string[] {
  const { contract, tells, costs, costIsTrusted, clock, clockIsAttacked, tickMs, next } = specimen.convention;
  const missing = told.filter(([field]) => !tells.includes(field)).map(([, words]) => words);
  const lines: string[] = [];
  if (missing.length) lines.push(`Nothing says how to read ${inWords(missing)}, so that is not attacked.`);
  if (!costs)
    lines.push('It takes no cost: jumps of more than one unit, of none, and of less are not attacked.');
  if (costIsTrusted) lines.push('Costs below 1 are taken to be refused before they reach it.');
  if (!contract)
    lines.push(
      'It does not keep the decision contract: looks, and arguments that are no numbers, are not attacked.',
    );
  if (clock === 'caller' && !clockIsAttacked)
    lines.push(
      'It believes the clock of whoever calls: that callers agree on the time is taken for granted.',
    );
  if (tickMs)
    lines.push(
      `Jumps came at whole ticks of ${duration(tickMs)} alone: that it is wrong by up to so much is taken for granted.`,
    );
  if (simulatesTime(specimen))
    lines.push(
      specimen.scripts.some(({ text }) => asksTime(text))
        ? 'It asks the server for the time, so TIME was simulated to get through days in seconds; no two jumps came in the same microsecond.'
        : 'It sets deadlines by the server’s clock, so that was simulated to get through days in seconds.',
    );
  if (next) lines.push('It takes several calls: growth was not attacked.');
  return lines;
}
