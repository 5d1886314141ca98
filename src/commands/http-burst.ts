import { UsageError } from '../errors.ts';
import { httpBurst, type HttpJump } from '../gateway/http-burst.ts';
import type { ToldPolicy } from '../gateway/read-answer.ts';
import { decidedBy, latencyOf, sharesOf } from '../gateway/shares.ts';
import type { Arrival } from '../traffic/arrivals.ts';
import { callsOf, defaultClients, summarize, type BurstJump } from '../traffic/burst.ts';
import { measure } from '../traffic/measures.ts';
import type { Pattern } from '../traffic/pattern.ts';
import { perSecond } from '../traffic/rate.ts';
import { burstView } from '../view/burst.ts';
import { gatewaysView } from '../view/gateways.ts';
import { headsView } from '../view/heads.ts';
import { pacedBurstView } from '../view/paced-burst.ts';
import type { Limit } from '../view/totals.ts';
import { wrapWords } from '../view/wrap.ts';
import type { Settled } from './burst.ts';
import type { Context } from './context.ts';
import { withProgress } from './progress-line.ts';
import { chooseShipName } from './target.ts';

/** Nobody knows a gateway's limit before it has told it. */
const defaultCount = 20;
const defaultPath = '/api/resource';
const defaultKeyHeader = 'x-api-key';

/** A burst whose jumps are HTTP requests. No engine is asked: the gateways have theirs. */
export async function runHttp(
  context: Context,
  options: Settled,
  argument: string | undefined,
  pattern: Pattern | null,
): Promise<void> {
  refuse(options, pattern);
  const urls = urlsOf(context, options.http!);
  const header = keyHeader(options.keyHeader);
  const ship = await chooseShipName(context, options, argument);
  const arrivals = pattern?.arrivals ?? atOnce(options.count ?? defaultCount);
  const clients = Math.max(1, Math.min(arrivals.length, options.clients ?? defaultClients));

  const { deps } = context;
  const http = await deps.openHttp();
  const startedMs = deps.now();
  const burst = await withProgress(context, arrivals.length, (progress) =>
    httpBurst(http, {
      urls,
      headers: { [header]: ship },
      arrivals,
      clients,
      now: deps.stopwatch,
      sleep: deps.sleep,
      progress,
    }),
  ).finally(() => http.close());
  const elapsedMs = deps.now() - startedMs;

  const { jumps, lost, policies, first } = burst;
  const drive = limitOf(policies);
  const summary = { ...summarize(jumps), count: arrivals.length, errors: lost.length };
  const { mostInAPeriod, ...measures } = measure(jumps, drive?.periodMs ?? 1);
  const by = decidedBy(burst);
  const gateways = { shares: sharesOf(burst, urls), latency: latencyOf(burst), by };

  if (context.options.json) {
    for (const one of [...jumps, ...lost].sort((a, b) => a.jump - b.jump))
      context.result({ ...one }, () => '');
  }
  context.result(
    {
      summary: true,
      ship,
      ...drive,
      policies,
      cost: 1,
      ...summary,
      ...measures,
      mostInAPeriod: drive ? mostInAPeriod : null,
      arrivals: pattern?.name ?? 'at-once',
      ...(pattern && {
        rate: pattern.rate && perSecond(pattern.rate),
        overMs: pattern.overMs,
        allowedPerSecond: pattern.overMs ? (summary.allowed * 1_000) / pattern.overMs : null,
      }),
      seed: options.seed,
      calls: callsOf(jumps) + lost.length,
      clients,
      warped: false,
      elapsedMs,
      gateways: gateways.shares,
      latencyMs: gateways.latency,
      ...(Object.keys(by).length && { by }),
      ...(options.headers && { first }),
    },
    (style) => {
      const told = { ship, drive, summary, clients, gateways: urls.length };
      return [
        pattern
          ? pacedBurstView(
              {
                ...told,
                jumps,
                pattern,
                seed: options.seed,
                measures: { ...measures, mostInAPeriod },
                refills: false,
              },
              style,
            )
          : burstView(ship, drive, jumps.map(untimed), summary, { ...told, elapsedMs }, style),
        ...(!pattern && clients > 1 && drive && mostInAPeriod <= drive.limit && overtaken(jumps)
          ? [wrapWords('In the order of the answers, which overtake each other on their way.', style.width)]
          : []),
        '',
        gatewaysView({ ...gateways, drive, mostInAPeriod, overMs: pattern?.overMs ?? 0 }, style),
        ...(options.headers ? ['', headsView(first, style)] : []),
      ].join('\n');
    },
  );
}

/** They all came at once: when each was answered tells nothing. */
function untimed(jump: HttpJump): BurstJump {
  const { atMs: _, ...rest } = jump;
  return rest;
}

/** Whether an answer came behind one that was decided later: one that had been denied, or had less left. */
function overtaken(jumps: readonly HttpJump[]): boolean {
  return jumps.some(({ allowed, remaining }, i) => {
    const before = jumps[i - 1];
    return before && allowed && (!before.allowed || (remaining ?? 0) > (before.remaining ?? remaining ?? 0));
  });
}

const atOnce = (count: number): Arrival[] => Array.from({ length: count }, () => ({ atMs: 0, cost: 1 }));

/** The first limit whose period was told, too. */
function limitOf(policies: readonly ToldPolicy[]): Limit {
  for (const { name: _, periodMs, ...numbers } of policies) if (periodMs) return { ...numbers, periodMs };
  return null;
}

/** Options for another kind of burst. Throws `UsageError`. */
function refuse(options: Settled, pattern: Pattern | null): void {
  if (options.warp) {
    throw new UsageError(
      'A gateway lives by its own clock, which nobody can warp: leave out --warp or --http.',
    );
  }
  const limits = ['algorithm', 'script', 'limit', 'period', 'capacity', 'limits', 'tiers', 'ships'] as const;
  const limiter = limits.find((name) => options[name] !== undefined);
  if (limiter) {
    throw new UsageError(`A gateway has limits of its own: leave out --${limiter} or --http.`);
  }
  if (options.cost !== 1 || pattern?.arrivals.some(({ cost }) => cost !== 1)) {
    throw new UsageError('A gateway says itself what a request costs: leave out the cost or --http.');
  }
}

/** The gateways, from the option, or in a lesson those that it has started. Throws `UsageError`. */
function urlsOf({ deps }: Context, option: string | true): URL[] {
  const texts = option === true ? (deps.gateways?.() ?? []) : option.split(',');
  if (!texts.length) {
    throw new UsageError(
      '--http needs to know where: --http http://127.0.0.1:8080, several with commas between them. hyperdrive serve starts gateways.',
    );
  }
  return texts.map((text) => readUrl(text.trim()));
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `--http ${JSON.stringify(text.slice(0, 80))} is no URL of a gateway: write http://127.0.0.1:8080, and the ship before --http.`,
    );
  }
  if (url.username || url.password) {
    throw new UsageError('A gateway knows its callers by a header: leave the login out of the URL.');
  }
  url.hash = '';
  // Nobody means the page that a gateway shows to people.
  if (url.pathname === '/') url.pathname = defaultPath;
  return url;
}

/** The name of the header that tells who asks. Throws `UsageError`. */
function keyHeader(name = defaultKeyHeader): string {
  if (/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(name)) return name;
  throw new UsageError(`--key-header ${JSON.stringify(name.slice(0, 80))} is no name of a header.`);
}
