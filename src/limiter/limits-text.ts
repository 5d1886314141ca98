import { parseDuration } from '../duration.ts';
import { isName } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { mostLimits, type NamedLimit } from './several.ts';

const shared = 'fleet:';

/** Says what is wrong with what was typed, and what to write instead. */
type Complain = (problem: string) => UsageError;

/**
 * Reads `per-second=2/1s,per-day=100/1d/10,fleet:everyone=50/60s`: name, units, period and, where it is not the same as the
 * units, capacity; `fleet:` before a limit that all ships share. `option` is what messages call it. Throws `UsageError`.
 */
export function parseLimits(text: string, option: string): NamedLimit[] {
  const complain: Complain = (problem) => new UsageError(`${option}: ${problem}.`);
  const limits = text.split(',').map((part) => parseLimit(part.trim(), complain));
  if (limits.length > mostLimits)
    throw complain(`these are ${limits.length} limits, and one call decides ${mostLimits} at most`);
  const names = limits.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw complain(`two limits are called ${twice}: give each a name of its own`);
  return limits;
}

function parseLimit(text: string, complain: Complain): NamedLimit {
  if (text === '')
    throw complain(
      'a limit is missing before or behind a comma, or there is none: write name=limit/period, such as per-second=2/1s',
    );
  const [, label = text, numbers] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (numbers === undefined)
    throw complain(`${quote(text)} has no "=": write name=limit/period, such as per-second=2/1s`);
  const name = label.startsWith(shared) ? label.slice(shared.length) : label;
  if (name === '') throw complain(`${quote(text)} has no name: write ${label}per-second=${numbers}, say`);
  if (!isName(name))
    throw complain(
      `${quote(label)} cannot be a name: take 1 to 64 of A-Z a-z 0-9 . _ -, with fleet: before it where all ships share the limit`,
    );
  const [units, duration, capacity, ...more] = numbers.split('/') as [string, ...string[]];
  const limit = readUnits(units, `the limit of ${name}`, complain);
  if (duration === undefined) throw complain(`${name} has no period: write ${name}=${limit}/60s, say`);
  const periodMs = readPeriod(duration, name, complain);
  if (more.length)
    throw complain(
      `${name} has ${3 + more.length} parts, and a limit is limit/period or limit/period/capacity`,
    );
  return {
    name,
    shared: name !== label,
    limit,
    periodMs,
    ...(capacity !== undefined && { capacity: readUnits(capacity, `the capacity of ${name}`, complain) }),
  };
}

function readUnits(text: string, what: string, complain: Complain): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  const remedy = /^\d*\.\d+$/.test(text)
    ? 'for a fraction take a longer period, 5/2s for 2.5/1s'
    : 'write a whole number from 1 up';
  throw complain(`${what} cannot be ${quote(text)}: ${remedy}`);
}

function readPeriod(text: string, name: string, complain: Complain): number {
  const ms = parseDuration(text);
  if (ms) return ms;
  const remedy =
    /^\d+$/.test(text) && Number(text)
      ? `it has no unit, write ${text.slice(0, 16)}s`
      : 'write a duration such as 500ms, 1s, 5m, 1h or 1d';
  throw complain(`the period of ${name} cannot be ${quote(text)}: ${remedy}`);
}

function quote(text: string): string {
  return text === '' ? 'nothing' : `"${text.slice(0, 80)}"`;
}
