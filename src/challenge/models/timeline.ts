import type { Answer } from '../convention.ts';
import type { Tags } from '../sequence.ts';

/** One row of a case table: at this instant a jump of this cost is answered so. */
export interface Row {
  limit: number;
  periodMs: number;
  nowMs: number;
  cost: number;
  capacity?: number;
  /** Words of a challenge's own convention. */
  tags?: Tags;
  decision: Answer;
}

export interface Timeline {
  name: string;
  rows: Row[];
}

/**
 * Reads a case table. `drive` is `5 per 60000` or `5 per 60000 capacity 10`; the columns are `at cost allowed remaining retry
 * reset`, and `delay` for a queue, all in ms. A row `limit 3` or `capacity 10` changes that from there on; `capacity none`
 * calls without one. Columns behind `|` are a challenge's own: words are the jump's tags, numbers are counts of its answer.
 */
export function timeline(name: string, drive: string, table: string): Timeline {
  const [limitText, per, periodText, word, capacityText, ...rest] = drive.split(' ');
  if (per !== 'per' || (word !== undefined && word !== 'capacity') || rest.length)
    throw new Error(`${name}: cannot read the drive ${drive}`);
  let limit = whole(name, limitText);
  let capacity = word ? whole(name, capacityText) : undefined;
  const periodMs = whole(name, periodText);
  const [head, ...lines] = table.trim().split('\n');
  const [columns, ownColumns] = head!.split('|').map((part) => part.trim().split(/\s+/).join(' '));
  const queue = columns === 'at cost allowed remaining retry reset delay';
  if (!queue && columns !== 'at cost allowed remaining retry reset')
    throw new Error(`${name}: unknown columns ${head}`);
  const rows: Row[] = [];
  for (const line of lines) {
    const [usual, ownPart] = line.split('|');
    const words = usual!.trim().split(/\s+/);
    if (words[0] === 'limit' && words.length === 2) {
      limit = whole(name, words[1]);
      continue;
    }
    if (words[0] === 'capacity' && words.length === 2) {
      capacity = words[1] === 'none' ? undefined : whole(name, words[1]);
      continue;
    }
    const [at, cost, allowed, remaining, retry, reset, delay] = words;
    const { tags, counts } = ownOf(name, ownColumns, ownPart);
    if (words.length !== (queue ? 7 : 6) || (allowed !== 'yes' && allowed !== 'no'))
      throw new Error(`${name}: bad row ${line}`);
    rows.push({
      limit,
      periodMs,
      nowMs: whole(name, at),
      cost: whole(name, cost),
      ...(capacity !== undefined && { capacity }),
      ...(tags && { tags }),
      decision: {
        allowed: allowed === 'yes',
        remaining: whole(name, remaining),
        retryAfterMs: retry === 'never' ? -1 : whole(name, retry),
        resetAfterMs: whole(name, reset),
        ...(queue && { delayMs: whole(name, delay) }),
        ...(counts && { counts }),
      },
    });
  }
  if (!rows.length) throw new Error(`${name}: no rows`);
  return { name, rows };
}

/** What stands behind `|`, under the names of its columns. */
function ownOf(
  name: string,
  columns: string | undefined,
  part: string | undefined,
): { tags: Tags | null; counts: Record<string, number> | null } {
  const names = columns?.split(' ') ?? [];
  const values = part?.trim().split(/\s+/) ?? [];
  if (names.length !== values.length) throw new Error(`${name}: bad row behind |: ${part}`);
  const pairs = names.map((column, index) => [column, values[index]!] as const);
  const tags = pairs.filter(([, value]) => !/^\d/.test(value));
  const counts = pairs.filter(([, value]) => /^\d/.test(value));
  return {
    tags: tags.length ? Object.fromEntries(tags) : null,
    counts: counts.length
      ? Object.fromEntries(counts.map(([column, value]) => [column, whole(name, value)]))
      : null,
  };
}

function whole(name: string, text: string | undefined): number {
  if (!text || !/^\d[\d_]*$/.test(text)) throw new Error(`${name}: ${text} is no whole number`);
  return Number(text.replaceAll('_', ''));
}
