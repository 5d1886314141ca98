import type { Drive } from '../limiter/decision.ts';
import { duration, groups } from './format.ts';

/** The numbers of a drive: `10 per 60 s`, and the capacity where it has one. */
export function limitText({ limit, periodMs, capacity }: Omit<Drive, 'algorithm'>): string {
  const bucket = capacity === undefined ? '' : `, capacity ${groups(capacity)}`;
  return `${groups(limit)} per ${duration(periodMs)}${bucket}`;
}
