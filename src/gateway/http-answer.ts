import type { Policy, Standing, Verdict } from './decider.ts';
import { duration } from '../view/format.ts';
import { fieldNames, limitFields, retryAfter } from './fields.ts';
import type { Route } from './routes.ts';

/** What a request is answered with. */
export interface Answer {
  status: 200 | 429 | 503;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Whose answer it is. */
export interface Asked {
  /** As it came, without its query. */
  path: string;
  /** The caller's hash. */
  caller: string;
  /** Which gateway answers, from 1. */
  instance: number;
}

/** Problem types that the draft registers, with its titles. */
const problems = {
  quota: {
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    title: 'Request cannot be satisfied as assigned quota has been exceeded',
    status: 429,
  },
  capacity: {
    type: 'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity',
    title: 'Request cannot be satisfied due to temporary server capacity constraints',
    status: 503,
  },
} as const;

const json = { 'content-type': 'application/json; charset=utf-8' };
const problemJson = { 'content-type': 'application/problem+json; charset=utf-8' };

/** The answer to a request that a route limits. */
export function answerTo(asked: Asked, verdict: Verdict, { cost, policies }: Route): Answer {
  const { allowed, by, delayMs = 0 } = verdict;
  const headers = limitFields(verdict, policies);
  const facts = {
    ...asked,
    allowed,
    decidedBy: by,
    cost,
    ...(delayMs > 0 && { delayMs }),
    standings: verdict.standings.map(standingDocument),
  };
  if (allowed) return { status: 200, headers: { ...json, ...headers }, body: facts };
  if (by === 'closed') {
    const detail = 'The limiter cannot be asked, and nothing is let through meanwhile.';
    return {
      status: 503,
      headers: { ...problemJson, ...headers },
      body: { ...problems.capacity, detail, 'violated-policies': [], ...facts },
    };
  }
  return {
    status: 429,
    headers: { ...problemJson, ...headers },
    body: {
      ...problems.quota,
      detail: denial(verdict, cost),
      'violated-policies': violated(verdict),
      ...facts,
      retryAfterMs: verdict.retryAfterMs,
    },
  };
}

/** The answer to a request that no route limits. */
export function unlimited(asked: Asked): Answer {
  return { status: 200, headers: json, body: { ...asked, allowed: true, decidedBy: null, standings: [] } };
}

/** The answer to a look: how a caller stands. A look is always admitted, so how long a request would wait it cannot tell. */
export function standing(asked: Asked, verdict: Verdict, { policies }: Route): Answer {
  const { [fieldNames.retry]: _, ...headers } = limitFields(verdict, policies);
  const { by, standings } = verdict;
  return {
    status: 200,
    headers: { ...json, ...headers },
    body: { ...asked, decidedBy: by, cost: 0, standings: standings.map(lookDocument) },
  };
}

/** The names of the limits that would not have it. */
function violated({ standings, deniedBy }: Verdict): string[] {
  const names = standings.filter(({ retryAfterMs }) => retryAfterMs !== 0).map(({ policy }) => policy.name);
  return names.length || deniedBy === null ? names : [deniedBy];
}

function denial(verdict: Verdict, cost: number): string {
  const seconds = retryAfter(verdict);
  if (seconds !== null) return `Try again in ${duration(seconds * 1_000)}.`;
  const never = verdict.standings.find(({ retryAfterMs }) => retryAfterMs < 0)?.policy;
  const most = never ? ` ${never.name} never holds more than ${sizeOf(never)}.` : '';
  return `A request of cost ${cost} can never be admitted: do not try it again.${most}`;
}

function sizeOf({ drive: { limit, capacity = limit } }: Policy): number {
  return capacity;
}

function standingDocument({ policy, ...rest }: Standing): Record<string, unknown> {
  const { name, by, drive } = policy;
  return { policy: name, by, ...drive, ...rest };
}

function lookDocument(one: Standing): Record<string, unknown> {
  const { retryAfterMs: _, ...rest } = standingDocument(one);
  return rest;
}
