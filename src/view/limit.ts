import type { Drive } from '../limiter/decision.ts';
import type { NamedLimit, SeveralRule } from '../limiter/several.ts';
import { duration, groups } from './format.ts';

/** The numbers of a drive: `10 per 60 s`, and the capacity where it has one. */
export function limitText({ limit, periodMs, capacity }: Omit<Drive, 'algorithm'>): string {
  const bucket = capacity === undefined ? '' : `, capacity ${groups(capacity)}`;
  return `${groups(limit)} per ${duration(periodMs)}${bucket}`;
}

/** The same as a part of a key: `10-per-60s`, or `10-per-60s-capacity-20`. */
export function keyPart({ limit, periodMs, capacity }: Omit<Drive, 'algorithm'>): string {
  const bucket = capacity === undefined ? '' : `-capacity-${capacity}`;
  return `${limit}-per-${duration(periodMs).replaceAll(' ', '')}${bucket}`;
}

/** The name of one of several limits, as it is typed. */
export function limitName({ name, shared }: Pick<NamedLimit, 'name' | 'shared'>): string {
  return shared ? `fleet:${name}` : name;
}

/** What one of several limits is called in the heading of its column. */
export const partWord: Readonly<Record<SeveralRule, string>> = {
  'all-or-nothing': 'limit',
  'first-that-fits': 'tier',
};
