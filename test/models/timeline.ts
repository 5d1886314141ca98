import type { Decision } from '../../src/limiter/decision.ts';

/** One row of a case table: at this instant a jump of this cost is answered so. */
export interface Row {
  limit: number;
  periodMs: number;
  nowMs: number;
  cost: number;
  decision: Decision;
}

export interface Timeline {
  name: string;
  rows: Row[];
}

/**
 * Reads a case table. `drive` is `5 per 60000`; the columns are `at cost allowed remaining retry reset`, all in ms. A row
 * `limit 3` changes the limit from there on.
 */
export function timeline(name: string, drive: string, table: string): Timeline {
  const [limitText, per, periodText, ...rest] = drive.split(' ');
  if (per !== 'per' || rest.length) throw new Error(`${name}: cannot read the drive ${drive}`);
  let limit = whole(name, limitText);
  const periodMs = whole(name, periodText);
  const [head, ...lines] = table.trim().split('\n');
  if (head!.trim().split(/\s+/).join(' ') !== 'at cost allowed remaining retry reset')
    throw new Error(`${name}: unknown columns ${head}`);
  const rows: Row[] = [];
  for (const line of lines) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'limit' && words.length === 2) {
      limit = whole(name, words[1]);
      continue;
    }
    const [at, cost, allowed, remaining, retry, reset] = words;
    if (words.length !== 6 || (allowed !== 'yes' && allowed !== 'no'))
      throw new Error(`${name}: bad row ${line}`);
    rows.push({
      limit,
      periodMs,
      nowMs: whole(name, at),
      cost: whole(name, cost),
      decision: {
        allowed: allowed === 'yes',
        remaining: whole(name, remaining),
        retryAfterMs: retry === 'never' ? -1 : whole(name, retry),
        resetAfterMs: whole(name, reset),
      },
    });
  }
  if (!rows.length) throw new Error(`${name}: no rows`);
  return { name, rows };
}

function whole(name: string, text: string | undefined): number {
  if (!text || !/^\d[\d_]*$/.test(text)) throw new Error(`${name}: ${text} is no whole number`);
  return Number(text.replaceAll('_', ''));
}
