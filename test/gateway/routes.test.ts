import { describe, expect, it } from 'vitest';
import { findRoute, isPattern, plainPath, shadows } from '../../src/gateway/routes.ts';
import { policyOf } from '../support/gateway.ts';

const route = (path: string, method?: string) => ({
  path,
  ...(method !== undefined && { method }),
  cost: 1,
  policies: [policyOf()],
});
const routes = [
  route('/api/login', 'POST'),
  route('/api/login'),
  route('/api/*'),
  route('/v*'),
  route('/get', 'GET'),
  route('/end/'),
];

describe('a route', () => {
  it.each([
    ['POST', '/api/login', 0],
    ['GET', '/api/login', 1],
    ['GET', '/api/login?a=/v2', 1],
    ['GET', '/api', 2],
    ['GET', '/api/', 2],
    ['DELETE', '/api/a/b', 2],
    ['GET', '/v2/x', 3],
    ['HEAD', '/get', 4],
    ['GET', '/end', 5],
  ])('for %s %s is number %d', (method, path, index) =>
    expect(findRoute(routes, method, path)).toBe(routes[index]),
  );

  it.each(['/', '/apis', '/API/login', '/login'])('is none for %s', (path) =>
    expect(findRoute(routes, 'GET', path)).toBeUndefined(),
  );

  it.each([
    '/api//login',
    '/api/login/',
    '//api/login',
    '/api/%6Cogin',
    '/api/./login',
    '/api/x/../login',
    '/x/%2e%2e/api/login',
    '/api/login#x',
    'http://gateway/api/login',
    'HTTP://gateway:80/x/../api/login?a=b',
  ])('is not got around by writing %s', (path) => expect(findRoute(routes, 'POST', path)).toBe(routes[0]));

  it('is not got around with bytes that are no UTF-8', () =>
    expect(findRoute(routes, 'GET', '/%61pi%2Fx%ff')).toBe(routes[2]));

  it('does not decode twice', () => expect(plainPath('/a%2561')).toBe('/a%61'));

  it('takes what cannot be decoded as it stands', () => expect(plainPath('/a%zz/b')).toBe('/a%zz/b'));
});

describe('a route behind another', () => {
  const paths = ['/', '/a', '/a/', '/ab', '/a/b', '/a/b/', '/ab/c'];
  const methods = [undefined, 'GET', 'HEAD', 'POST'];
  const all = [...paths, '/*', '/a*', '/a/*', '/a/b*', '/a/b/*'].flatMap((path) =>
    methods.map((method) => route(path, method)),
  );
  /** A star leads to a path that nothing else has. */
  const requests = [...paths, '/x', '/ax', '/a/x', '/a/bx', '/a/b/x'].flatMap((path) =>
    ['GET', 'HEAD', 'POST', 'PUT'].map((method) => ({ method, path })),
  );

  it('can never match exactly where the first takes all that it would', () => {
    for (const first of all) {
      for (const second of all) {
        const never = requests.every(
          ({ method, path }) => findRoute([first, second], method, path) !== second,
        );
        const same = first === second;
        expect({ first, second, never: same || never }).toEqual({
          first,
          second,
          never: shadows(first, second),
        });
      }
    }
  });
});

describe('a pattern', () => {
  it.each(['/', '/*', '/api/login', '/api/*', '/v*', '/a.b-c/~x'])('is %s', (text) =>
    expect(isPattern(text)).toBe(true),
  );
  it.each(['', 'api', '/a/*/b', '/a?b', '/a#b', '/a b', '/a/../b', '//a', '/%61', 5, null])(
    'is not %j',
    (text) => expect(isPattern(text)).toBe(false),
  );
});
