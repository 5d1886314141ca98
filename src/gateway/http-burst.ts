import { HyperdriveError } from '../errors.ts';
import type { Arrival } from '../traffic/arrivals.ts';
import type { PacedJump } from '../traffic/burst.ts';
import { shareOut, untilDue, type Waiting } from '../traffic/share-out.ts';
import type { HttpClient } from './client.ts';
import { headOf, readAnswer, type Head, type ToldPolicy } from './read-answer.ts';

/** A jump that a gateway was asked for. */
interface Asked {
  /** In the order of the answers, from 1. */
  jump: number;
  /** Which gateway was asked, from 1. */
  gateway: number;
  /** What is wrong with the answer, where something is. */
  trouble?: string;
}

/** One that the gateway decided. */
export interface HttpJump extends PacedJump, Asked {
  /** How long its answer took, in ms. */
  tookMs: number;
  /** Who decided, where the gateway says so. */
  by?: string;
}

/** One that nobody decided, and why. */
export interface LostJump extends Asked {
  client: number;
  /** When that was certain, in ms from the start. */
  atMs: number;
  trouble: string;
}

export interface HttpBurst {
  jumps: HttpJump[];
  lost: LostJump[];
  /** The limits that were told, each once. */
  policies: ToldPolicy[];
  first: FirstHeads;
}

/** What the first that was allowed was told, and the first that was denied. */
export interface FirstHeads {
  allowed: Head | null;
  denied: Head | null;
}

export interface HttpBurstOptions extends Waiting {
  /** Asked in turn. */
  urls: readonly URL[];
  headers: Readonly<Record<string, string>>;
  arrivals: readonly Arrival[];
  /** How many jumps may be without an answer at a time. */
  clients: number;
  progress?(done: number): void;
}

/**
 * Jumps over HTTP, each to the next gateway when it is due, by the caller's clock. What a gateway does not decide is counted,
 * and the burst goes on; but where none has answered yet and each has been tried, it throws `HyperdriveError`.
 */
export async function httpBurst(http: HttpClient, options: HttpBurstOptions): Promise<HttpBurst> {
  const { urls, headers, arrivals, clients, now, progress } = options;
  const startMs = now();
  const silent = new Map<URL, string>();
  let heard = false;
  let done = 0;

  const answers = await shareOut(
    Array.from({ length: clients }),
    arrivals.length,
    async (_client, index, stop) => {
      const url = urls[index % urls.length]!;
      await untilDue(startMs + arrivals[index]!.atMs, options, stop);
      const leftMs = now();
      const answer = await http.get(url, headers);
      const cameMs = now();
      progress?.(++done);
      if (answer.status !== null) heard = true;
      else silent.set(url, answer.trouble);
      if (!heard && silent.size === urls.length) throw nobodyAnswers(silent);
      return {
        told: readAnswer(answer),
        head: answer.status === null ? null : headOf(answer),
        atMs: Math.floor(cameMs - startMs),
        tookMs: micros(cameMs - leftMs),
      };
    },
  );

  const policies = new Map<string, ToldPolicy>();
  const burst: HttpBurst = { jumps: [], lost: [], policies: [], first: { allowed: null, denied: null } };
  for (const [order, { index, client, answer }] of answers.entries()) {
    const { told, head, atMs, tookMs } = answer;
    const { decision, trouble, by } = told;
    for (const one of told.policies) policies.set(JSON.stringify(one), one);
    const asked = { jump: order + 1, client, gateway: (index % urls.length) + 1 };
    if (!decision) {
      burst.lost.push({ ...asked, atMs, trouble: trouble ?? 'no decision' });
      continue;
    }
    burst.first[decision.allowed ? 'allowed' : 'denied'] ??= head;
    const { atMs: dueMs, cost } = arrivals[index]!;
    burst.jumps.push({
      ...asked,
      ...decision,
      calls: 1,
      atMs,
      dueMs,
      cost,
      tookMs,
      ...(by !== null && { by }),
      ...(trouble !== null && { trouble }),
    });
  }
  return { ...burst, policies: [...policies.values()] };
}

function nobodyAnswers(silent: ReadonlyMap<URL, string>): HyperdriveError {
  const each = [...silent].map(([url, trouble]) => `${url.href}: ${trouble}`);
  const who = each.length === 1 ? 'The gateway does not answer' : 'No gateway answers';
  return new HyperdriveError(`${who}. ${each.join('; ')}. hyperdrive serve starts one.`);
}

/** To a whole number of µs: what is beyond is noise. */
function micros(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
