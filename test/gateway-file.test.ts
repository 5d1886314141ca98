import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { exampleGateway } from '../src/gateway/example.ts';
import { parseGateway } from '../src/gateway-file.ts';

const second = { algorithm: 'gcra', limit: 10, period: '1s' };
const fileOf = (policies: object, ...routes: unknown[]) => JSON.stringify({ policies, routes });

/** What is wrong with a file, a line each. */
function problems(text: string): string[] {
  try {
    parseGateway(text, 'limits.json');
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n');
  }
}

describe('the limits of a gateway', () => {
  it('are policies by name, and routes that name them', () => {
    const day = { ...second, period: '1d', limit: 500, by: 'everyone' };
    const text = fileOf(
      { second, day },
      { path: '/api/*', method: 'post', cost: 2, policies: ['second', 'day'] },
    );
    expect(parseGateway(text, 'limits.json')).toEqual([
      {
        path: '/api/*',
        method: 'POST',
        cost: 2,
        policies: [
          { name: 'second', by: 'caller', drive: { algorithm: 'gcra', limit: 10, periodMs: 1_000 } },
          { name: 'day', by: 'everyone', drive: { algorithm: 'gcra', limit: 500, periodMs: 86_400_000 } },
        ],
      },
    ]);
  });

  it('may be the example', () => expect(parseGateway(exampleGateway, 'limits.json')).toHaveLength(2));

  it.each([
    ['[]', ['the file must be an object with policies and routes, got []']],
    [
      '{}',
      [
        'policies must be an object of one policy or more, by name, got nothing',
        'routes must be a list of one route or more, got nothing',
      ],
    ],
    [
      fileOf(
        { 'a b': second, c: { ...second, algorithm: 'gcraa', by: 'all' } },
        { path: '/*', policies: ['c'] },
      ),
      [
        'policies must be named with 1 to 64 of A-Z a-z 0-9 . _ -, got "a b"',
        'policies.c.by must be caller (the default) or everyone, got "all"',
        'policies.c.algorithm must be one of fixed-window, token-bucket, leaky-bucket-meter, leaky-bucket-queue, sliding-window-log, sliding-window-counter, gcra, got "gcraa"',
      ],
    ],
    [
      fileOf(
        { second },
        { path: 'api', policies: ['seconds'], burst: 1 },
        { path: '/', method: 'PSOT', cost: 0, policies: [] },
      ),
      [
        'routes[0].burst is unknown: a route has path, method, cost, policies',
        'routes[0].path must be a path such as "/api/login" or "/api/*", got "api"',
        'routes[1].method must be a method such as "POST", got "PSOT"',
        'routes[1].cost must be a whole number from 1 up, got 0',
        'routes[1].policies must be a list of one name or more, each once, got []',
      ],
    ],
    [
      fileOf({ second }, { path: '/*', policies: ['second', 'minute'] }),
      ['routes[0].policies must be names of policies, and "minute" is none'],
    ],
    [
      fileOf(
        { second, log: { ...second, algorithm: 'sliding-window-log' } },
        { path: '/*', policies: ['second', 'log'] },
      ),
      [
        'routes[0] has several policies, which only gcra decides in one call, and log is a sliding-window-log: make it gcra, or leave it the only one',
      ],
    ],
    [
      fileOf(Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`p${i}`, second])), {
        path: '/*',
        policies: Array.from({ length: 17 }, (_, i) => `p${i}`),
      }),
      ['routes[0] has 17 policies, and one call decides 16 at most: leave out those that others imply'],
    ],
    [
      fileOf(
        { second, minute: second, all: { ...second, by: 'everyone' }, many: { ...second, by: 'everyone' } },
        { path: '/a', policies: ['minute'] },
        { path: '/b', policies: ['minute', 'all', 'second'] },
        { path: '/c', policies: ['second', 'many'] },
        { path: '/d', policies: ['all'] },
      ),
      [
        "policies.minute would give each caller two budgets: routes[1] has it beside a policy of everyone's, routes[0] does not, and as one call decides all of a route, in one slot of a cluster, they cannot share a key: write the policy twice, under two names",
      ],
    ],
    [
      fileOf(
        { second, burst: { ...second, capacity: 20 }, day: { ...second, algorithm: 'fixed-window' } },
        { path: '/a', cost: 20, policies: ['burst'] },
        { path: '/b', cost: 21, policies: ['burst'] },
        { path: '/c', cost: 11, policies: ['day'] },
        { path: '/d', cost: 20, policies: ['burst', 'second'] },
      ),
      [
        'routes[1] asks what burst cannot do: it never holds more than 20, so a cost of 21 would be denied for ever; lower the cost, or raise the capacity',
        'routes[2] asks what day cannot do: it never holds more than 10, so a cost of 11 would be denied for ever; lower the cost, or raise the limit',
        'routes[3] asks what second cannot do: it never holds more than 10, so a cost of 20 would be denied for ever; lower the cost, or raise the limit',
      ],
    ],
    [
      fileOf(
        { second },
        { path: '/', method: 'GET', policies: ['second'] },
        { path: '/look', method: 'HEAD', policies: ['second'] },
        { path: '/', method: 'POST', policies: ['second'] },
        { path: '/metrics', policies: ['second'] },
        { path: '/metrics/*', method: 'GET', policies: ['second'] },
      ),
      [
        'routes[0] ("/") limits nothing, for GET of it is the gateway\'s own: leave it out, or limit another method, such as "POST"',
        'routes[1] ("/look") limits nothing, for GET of it is the gateway\'s own: leave it out, or limit another method, such as "POST"',
      ],
    ],
    [
      fileOf(
        { second, minute: second, day: second },
        { path: '/api/*', policies: ['second'] },
        { path: '/api/login', method: 'POST', policies: ['minute'] },
        { path: '/*', policies: ['minute'] },
      ),
      [
        'routes[1] ("/api/login") can never match, for routes[0] ("/api/*") comes first and takes all that it would: put it above that one, or leave it out',
        'policies.day limits nothing, for no route names it: name it in one, or leave it out',
      ],
    ],
  ])('are not %s', (text, expected) =>
    expect(problems(text)).toEqual(expected.map((problem) => `limits.json: ${problem}`)),
  );

  it('are told by line and column where the file is no JSON', () =>
    expect(problems('{\n  "policies": {,\n}')).toEqual([
      'limits.json:2:16: expected a name in double quotes, or }, got ,. The limits of a gateway are JSON; hyperdrive serve --help shows an example.',
    ]));
});
