import { UsageError } from '../errors.ts';
import type { Arrival } from './arrivals.ts';

const header = /^at_ms(,cost)?$/;
const whole = /^\d{1,15}$/;

/**
 * Reads arrivals from CSV: when each comes, in whole ms from the start, and what it costs where a second column says so.
 * A first line `at_ms` or `at_ms,cost` and empty lines are passed over. Throws `UsageError` with file, line and reason.
 */
export function readArrivals(file: string, text: string, cost: number, most: number): Arrival[] {
  const arrivals: Arrival[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const wrong = (why: string) => new UsageError(`${file}:${index + 1}: ${why}.`);
    const fields = line.split(',').map((field) => field.trim());
    if (line.trim() === '' || (!arrivals.length && header.test(fields.join(',')))) continue;
    const [at = '', price = String(cost), ...more] = fields;
    if (more.length) throw wrong(`there are ${fields.length} columns, and at_ms and cost are all`);
    if (!whole.test(at))
      throw wrong(`at_ms must be whole milliseconds from the start, 15 digits at most, and is ${quoted(at)}`);
    if (!whole.test(price))
      throw wrong(`cost must be a whole number, 15 digits at most, and is ${quoted(price)}`);
    const arrival = { atMs: Number(at), cost: Number(price) };
    const last = arrivals.at(-1)?.atMs ?? 0;
    if (arrival.atMs < last) throw wrong(`${at} comes after ${last}: put the jumps in order of time`);
    if (arrivals.length === most) throw wrong(`${most} jumps are the most`);
    arrivals.push(arrival);
  }
  if (!arrivals.length) throw new UsageError(`${file}:1: no jumps: write one at_ms a line, such as 0.`);
  return arrivals;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
