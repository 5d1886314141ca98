import { METHODS } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { answerTo, standing, unlimited, type Answer, type Asked } from './http-answer.ts';
import type { Decider, OnError } from './decider.ts';
import type { Origin } from './identity.ts';
import type { Metrics } from './metrics.ts';
import { makePage } from './page.ts';
import type { Recorder } from './recorder.ts';
import { findRoute, ownPaths, type Route } from './routes.ts';
import { makeTrusts, type Trust } from './trust.ts';

/** What a gateway is made of. */
export interface GatewayParts {
  decider: Decider;
  routes: readonly Route[];
  identify(origin: Origin): string;
  metrics: Metrics;
  /** Counts by caller; null where nobody wants that. */
  recorder: Pick<Recorder, 'add'> | null;
  /** Which one it is among its like, from 1. */
  instance: number;
  onError: OnError;
  /** The header that an API key comes in: the page has a field for it. */
  keyHeader: string;
  /** Who may say in X-Forwarded-For for whom a request comes: so many proxies, or these. Null: nobody. */
  trustProxy: Trust | null;
  /** A clock that only goes forward, ms. */
  now(): number;
  /** Holds an admitted request until its turn. */
  sleep(ms: number): Promise<void>;
}

/** A client that takes longer than this to send a request is cut off. */
const requestTimeoutMs = 30_000;
/** A timer cannot wait longer. */
const longestSleepMs = 2 ** 31 - 1;

/**
 * The gateway as an HTTP application: whatever the method and path, a request is decided, and answered with 200 or 429, and
 * with 503 where nobody could decide and nothing is let through. Its own paths are never limited.
 */
export function makeGateway(parts: GatewayParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    requestTimeout: requestTimeoutMs,
    trustProxy: parts.trustProxy !== null && makeTrusts(parts.trustProxy),
    // Who is connected when the gateway drains is answered, and told to connect elsewhere.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // A path that cannot be decoded is limited like any other, and not refused.
    rewriteUrl: ({ url = '/' }) => (isDecodable(url.split(/[?#]/, 1)[0]!) ? url : '/undecodable'),
  });
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  // Before a body is looked at: it means nothing to the limiter, and none is refused.
  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? limit(parts, request, reply) : undefined,
  );
  closeBehindLast(app);
  serveOwnPaths(app, parts);
  return app;
}

/** What is under way when the gateway closes is answered, and its connection not kept: nobody waits for more on it. */
function closeBehindLast(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}

function isDecodable(path: string): boolean {
  try {
    return decodeURI(path) !== '';
  } catch {
    return false;
  }
}

async function limit(
  parts: GatewayParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { decider, metrics, recorder, routes } = parts;
  const asked = askedBy(parts, request);
  const route = findRoute(routes, request.method, request.originalUrl);
  if (!route) {
    metrics.passed();
    return send(reply, unlimited(asked));
  }
  const { policies, cost } = route;
  const startedMs = parts.now();
  const verdict = await decider.decide({ policies, caller: asked.caller, cost });
  metrics.decided(policies, verdict, (parts.now() - startedMs) / 1_000);
  recorder?.add(asked.caller, verdict);
  if (verdict.allowed && verdict.delayMs) await parts.sleep(Math.min(verdict.delayMs, longestSleepMs));
  return send(reply, answerTo(asked, verdict, route));
}

function serveOwnPaths(app: FastifyInstance, parts: GatewayParts): void {
  const { decider, metrics, routes, onError, instance } = parts;
  const page = makePage(parts);
  app.get(ownPaths.page, (_request, reply) => reply.headers(page.headers).send(page.html));
  app.get(ownPaths.metrics, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  app.get(ownPaths.health, (_request, reply) => {
    const { engine, since, trouble } = decider.health();
    // Who can decide without the engine is of use: only one that would refuse everybody is not.
    const ok = engine === 'up' || onError !== 'closed';
    const status = engine === 'up' ? 'ok' : ok ? 'degraded' : 'unavailable';
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, instance, engine, since, onError, ...(trouble !== undefined && { trouble }) });
  });
  // How the caller stands at a path, which takes nothing and lets nothing through.
  app.get<{ Querystring: { path?: unknown; method?: unknown } }>(ownPaths.look, async (request, reply) => {
    const { path = '/', method = 'GET' } = request.query;
    const asked = { ...askedBy(parts, request), path: String(path) };
    const route = findRoute(routes, String(method).toUpperCase(), asked.path);
    if (!route) return send(reply, unlimited(asked));
    const { policies } = route;
    const verdict = await decider.decide({ policies, caller: asked.caller, cost: 0 });
    return send(reply, standing(asked, verdict, route));
  });
}

function askedBy({ identify, instance }: GatewayParts, request: FastifyRequest): Asked {
  const { raw, ip, socket, originalUrl } = request;
  const caller = identify({ rawHeaders: raw.rawHeaders, ip, peer: socket.remoteAddress ?? '' });
  return { path: originalUrl.split('?', 1)[0]!, caller, instance };
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers })
    .send(JSON.stringify(body));
}
