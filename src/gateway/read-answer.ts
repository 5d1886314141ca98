import type { Decision } from '../limiter/decision.ts';
import type { HttpAnswer, HttpHeaders } from './client.ts';
import { fieldNames } from './fields.ts';
import { readList, type Item } from './structured-field.ts';

/** A limit as `RateLimit-Policy` names it. */
export interface ToldPolicy {
  name: string;
  limit: number;
  /** Null where the gateway keeps it to itself. */
  periodMs: number | null;
  /** Units that may come at once, where that is not the limit. */
  capacity?: number;
}

/** What a gateway's answer comes to. */
export interface Told {
  /** Null where it is neither a yes (200) nor a no (429). */
  decision: Decision | null;
  policies: readonly ToldPolicy[];
  /** Who decided, where the gateway says so: `engine`, `local`… */
  by: string | null;
  /** What is wrong with the answer, in a few words; null where nothing is. */
  trouble: string | null;
}

/** The lines of an answer that tell of limits, as a caller reads them. */
export interface Head {
  status: number;
  headers: Record<string, string>;
}

export function headOf({ status, headers }: { status: number; headers: HttpHeaders }): Head {
  const told = Object.values(fieldNames).map((name) => [name, headers[name.toLowerCase()]] as const);
  const there = told.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== undefined);
  return { status, headers: Object.fromEntries(there) };
}

/** Reads status and headers, as of draft-ietf-httpapi-ratelimit-headers-11. */
export function readAnswer(answer: HttpAnswer): Told {
  const nothing = { decision: null, policies: [], by: null };
  if (answer.status === null) return { ...nothing, trouble: answer.trouble };
  const { status, headers } = answer;
  const field = (name: keyof typeof fieldNames) => headers[fieldNames[name].toLowerCase()];
  const by = field('by') ?? null;
  if (status !== 200 && status !== 429) return { ...nothing, by, trouble: `status ${status}` };
  const limits = readList(field('limit') ?? '');
  const policies = readList(field('policy') ?? '');
  const allowed = status === 200;
  const unread = [...(limits ? [] : [fieldNames.limit]), ...(policies ? [] : [fieldNames.policy])];
  return {
    decision: {
      allowed,
      ...tightest(limits ?? []),
      retryAfterMs: allowed ? 0 : secondsToMs(field('retry')),
    },
    policies: (policies ?? []).flatMap(policyOf),
    by,
    trouble: unread.length ? `${unread.join(' and ')} cannot be read` : null,
  };
}

/** What is left of the limit that has least; of several with as little, of the one that takes longest. */
function tightest(limits: readonly Item[]): Pick<Decision, 'remaining' | 'resetAfterMs'> {
  const [first] = limits
    .map((item) => ({ remaining: whole(item, 'r'), seconds: whole(item, 't') }))
    .filter(({ remaining }) => remaining !== null)
    .sort((a, b) => a.remaining! - b.remaining! || (b.seconds ?? 0) - (a.seconds ?? 0));
  const seconds = first?.seconds ?? null;
  return { remaining: first?.remaining ?? null, resetAfterMs: seconds === null ? null : seconds * 1_000 };
}

function policyOf(item: Item): ToldPolicy[] {
  const limit = whole(item, 'q');
  const seconds = whole(item, 'w');
  const capacity = whole(item, 'hyperdrive-burst');
  // By the draft a policy's name is text, and its quota must be there.
  if (item.kind !== 'text' || limit === null) return [];
  return [
    {
      name: String(item.value),
      limit,
      periodMs: seconds === null ? null : seconds * 1_000,
      ...(capacity !== null && { capacity }),
    },
  ];
}

/** A parameter that is a whole number from 0 on; null where it is not there, or something else. */
function whole({ parameters }: Item, name: string): number | null {
  const { kind, value } = parameters.get(name) ?? {};
  return kind === 'integer' && typeof value === 'number' && value >= 0 ? value : null;
}

/** `Retry-After` as seconds; of a gateway that sends a date there, it is not told. */
function secondsToMs(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : null;
}
