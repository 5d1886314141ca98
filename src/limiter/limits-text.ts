import { parseDuration } from '../duration.ts';
import { isName } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { mostLimits, type NamedLimit } from './several.ts';

const one = /^(fleet:)?([^=]*)=(\d{1,16})\/([^/]+)(?:\/(\d{1,16}))?$/;

/**
 * Reads `per-second=2/1s,per-day=100/1d/10,fleet:everyone=50/60s`: name, units, period and, where it is not the same as the
 * units, capacity; `fleet:` before a limit that all ships share. `option` is what messages call it. Throws `UsageError`.
 */
export function parseLimits(text: string, option: string): NamedLimit[] {
  const limits = text.split(',').map((part) => parseLimit(part.trim(), option));
  if (limits.length > mostLimits)
    throw new UsageError(
      `${option} has ${limits.length} limits, and one call decides ${mostLimits} at most.`,
    );
  const names = limits.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UsageError(`${option} calls two limits ${twice}: give each a name of its own.`);
  return limits;
}

function parseLimit(text: string, option: string): NamedLimit {
  const [, fleet, name, units, duration = '', capacity] = one.exec(text) ?? [];
  const limit = Number(units);
  const periodMs = parseDuration(duration);
  if (!isName(name) || !limit || !periodMs || (capacity !== undefined && !Number(capacity))) {
    const got = text === '' ? 'nothing' : `"${text.slice(0, 80)}"`;
    throw new UsageError(
      `${option} takes name=limit/period, such as per-second=2/1s,per-day=100/1d, with /capacity behind it where that differs, ` +
        `and fleet: before a limit that all ships share; got ${got}.`,
    );
  }
  return {
    name,
    shared: fleet !== undefined,
    limit,
    periodMs,
    ...(capacity !== undefined && { capacity: Number(capacity) }),
  };
}
