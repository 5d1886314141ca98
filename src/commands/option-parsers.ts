import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../duration.ts';
import { parseAmount, parseLargeRate } from '../traffic/amount.ts';
import { parseRate, type Rate } from '../traffic/rate.ts';
import { duration, groups } from '../view/format.ts';

// What commander calls for an option's text. Each throws `InvalidArgumentError` with what was expected.

/** A whole number from `least` to `most`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d{1,16}$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number${least < 0 ? '' : `, ${range}`}.`);
  };
}

/** A duration above 0, in ms. */
export function period(text: string): number {
  const value = parseDuration(text);
  if (value) return value;
  throw new InvalidArgumentError('Expected a duration such as 500ms, 60s or 1h.');
}

/** The same, below 0 with a minus. */
export function signedPeriod(text: string): number {
  return text.startsWith('-') ? -period(text.slice(1)) : period(text);
}

/** So many in what time. */
export function rate(text: string): Rate {
  const value = parseRate(text);
  if (value) return value;
  throw new InvalidArgumentError('Expected a rate above 0 such as 10/s, 600/m, 5/h or 0.5/s.');
}

/** A duration from `leastMs` to `mostMs`. */
export function between(leastMs: number, mostMs: number): (text: string) => number {
  return (text) => {
    const value = parseDuration(text);
    if (value !== null && value >= leastMs && value <= mostMs) return value;
    throw new InvalidArgumentError(`Expected a duration, ${duration(leastMs)} to ${duration(mostMs)}.`);
  };
}

/** A whole number up to `most` that may be written short: `10m`, `50k`. */
export function amount(most: number): (text: string) => number {
  return (text) => {
    const value = parseAmount(text);
    if (value !== null && Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(
      `Expected a whole number such as 250000, 50k or 10m, ${groups(most)} at most.`,
    );
  };
}

/** So many in what time, written short where it is much: `50k/s`. */
export function largeRate(text: string): Rate {
  const value = parseLargeRate(text);
  if (value) return value;
  throw new InvalidArgumentError('Expected a rate above 0 such as 50k/s, 3m/m or 600/s.');
}
