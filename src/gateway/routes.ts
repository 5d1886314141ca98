import { METHODS } from 'node:http';
import type { Policy } from './decider.ts';

/** Which requests pass which limits. The first route that matches counts. */
export interface Route {
  /** A path, or the beginning of one with a star behind it: `/api/login`, `/api/*`. */
  path: string;
  /** In capitals; any where absent. GET is HEAD, too: both ask for the same. */
  method?: string;
  /** Units that a request takes. */
  cost: number;
  /** At least one; several are decided in one call, all or nothing. */
  policies: readonly Policy[];
}

/** What the gateway itself answers at these paths: they are never limited. */
export const ownPaths = { page: '/', metrics: '/metrics', health: '/healthz', look: '/look' } as const;

/** The route of a request; undefined where none matches: such a request is not limited. */
export function findRoute(routes: readonly Route[], method: string, target: string): Route | undefined {
  const path = plainPath(target);
  return routes.find(
    (route) => (route.method === undefined || covers(route.method, method)) && matches(route.path, path),
  );
}

function covers(limited: string, method: string): boolean {
  return limited === method || (limited === 'GET' && method === 'HEAD');
}

/** Whether a route is one that the gateway itself answers. What `GET /` takes, `POST /` does not. */
export function isOwn({ path, method }: Route): boolean {
  const own: readonly string[] = Object.values(ownPaths);
  return method !== undefined && covers('GET', method) && own.includes(path);
}

/** Whether the first takes every request that the second would: the second can never match behind it. */
export function shadows(first: Route, second: Route): boolean {
  if (first.method !== undefined && !(second.method && covers(first.method, second.method))) return false;
  // What begins as the second does begins as the first does.
  if (second.path.endsWith('*'))
    return first.path.endsWith('*') && second.path.startsWith(first.path.slice(0, -1));
  return matches(first.path, plainPath(second.path));
}

/** `/api/*` is everything below `/api/`, and `/api` itself; `/login/` is `/login`. */
function matches(pattern: string, path: string): boolean {
  if (!pattern.endsWith('*')) return pattern === path || pattern === `${path}/`;
  const start = pattern.slice(0, -1);
  return path.startsWith(start) || (start.endsWith('/') && path === start.slice(0, -1));
}

/**
 * A request's path as patterns see it: no scheme and host, no query, `..` resolved, percent-encoding decoded, no double slashes
 * and none at the end. Another spelling of a path must not be a way around its limit.
 */
export function plainPath(target: string): string {
  const [, path = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(target) ?? [];
  const parts: string[] = [];
  for (const part of decoded(path).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Bytes that are no UTF-8 must not leave the others encoded: each becomes U+FFFD. */
function decoded(path: string): string {
  return path.replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
}

/** Whether servers know such a method: a route of another would never limit anything. */
export function isMethod(text: string): boolean {
  return METHODS.includes(text);
}

/** Whether a pattern is one: a path, with at most one star, at its end. */
export function isPattern(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\/[^*?#\s]*\*?$/.test(text) &&
    plainPath(text) === (text.length > 1 ? text.replace(/\/$/, '') : text)
  );
}
