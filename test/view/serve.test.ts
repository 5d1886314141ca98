import { describe, expect, it } from 'vitest';
import { gatewaysView, stoppedView, type Served } from '../../src/view/serve.ts';
import { displayWidth } from '../../src/view/width.ts';
import { policyOf } from '../support/gateway.ts';
import { plainStyle } from '../support/style.ts';

const gateways = [8080, 8081].map((port, i) => ({
  instance: i + 1,
  url: `http://127.0.0.1:${port}`,
  port,
  pid: 4_000 + i,
}));
const served: Served = {
  routes: [{ path: '/*', cost: 1, policies: [policyOf()] }],
  decider: {
    prefix: 'hyperdrive:gateway:',
    store: 'engine',
    onError: 'local',
    deadlineMs: 250,
    localShare: 0.5,
    cacheDenials: true,
  },
  engine: 'valkey 8.0.1, private server',
  inLesson: false,
};

describe('gateways', () => {
  it('are told with what they limit, who decides, and how to try it', () => {
    expect(gatewaysView(gateways, served, plainStyle())).toMatchInlineSnapshot(`
      "┌─────────┬───────────────────────┬──────┐
      │ gateway │ url                   │  pid │
      ├─────────┼───────────────────────┼──────┤
      │       1 │ http://127.0.0.1:8080 │ 4000 │
      │       2 │ http://127.0.0.1:8081 │ 4001 │
      └─────────┴───────────────────────┴──────┘
      default: gcra, 10 per 60 s for each caller
      valkey 8.0.1, private server · keys hyperdrive:gateway:* · on error local ·
        denials remembered

      Try curl -i http://127.0.0.1:8080/api/resource, or open http://127.0.0.1:8080/
        in a browser.
      Ctrl-C finishes what runs, and ends them."
    `);
  });

  it('are told with their routes, where these differ, in a narrow terminal', () => {
    const day = { ...policyOf('day', { limit: 5_000, periodMs: 86_400_000 }), by: 'everyone' as const };
    const routes = [
      { path: '/api/export', method: 'POST', cost: 20, policies: [day] },
      { path: '/api/*', cost: 1, policies: [policyOf('second'), day] },
    ];
    const view = gatewaysView(gateways, { ...served, routes }, plainStyle(40, { unicode: false }));
    expect(view).toMatchInlineSnapshot(`
      "+-------+---------------------+----+
      |gateway|url                  | pid|
      +-------+---------------------+----+
      |      1|http://127.0.0.1:8080|4000|
      |      2|http://127.0.0.1:8081|4001|
      +-------+---------------------+----+
      day: gcra, 5,000 per 1 d for everyone
        together
      second: gcra, 10 per 60 s for each
        caller
      /api/export - POST - day - 20 a request
      /api/* - any method - second, day
      valkey 8.0.1, private server - keys
        hyperdrive:gateway:* - on error local
        - denials remembered

      Try curl -i
        http://127.0.0.1:8080/api/resource, or
        open http://127.0.0.1:8080/ in a
        browser.
      Ctrl-C finishes what runs, and ends
        them."
    `);
    for (const line of view.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });

  it('are told without what a lesson does itself', () => {
    const memory = { ...served, inLesson: true, decider: { ...served.decider, store: 'memory' as const } };
    expect(gatewaysView(gateways, memory, plainStyle())).toMatchInlineSnapshot(`
      "┌─────────┬───────────────────────┬──────┐
      │ gateway │ url                   │  pid │
      ├─────────┼───────────────────────┼──────┤
      │       1 │ http://127.0.0.1:8080 │ 4000 │
      │       2 │ http://127.0.0.1:8081 │ 4001 │
      └─────────┴───────────────────────┴──────┘
      default: gcra, 10 per 60 s for each caller
      Each gateway counts for itself, in its memory."
    `);
  });
});

it('tells what they have done, and what went wrong', () => {
  const ended = { allowed: 1_200, denied: 3, unavailable: 0, cut: 0 };
  expect(stoppedView(3, 3, ended, plainStyle())).toBe('Stopped 3 gateways: 1,200 allowed, 3 denied.');
  expect(stoppedView(2, 3, { ...ended, unavailable: 7, cut: 1 }, plainStyle())).toBe(
    'Stopped 2 of 3 gateways: 1,200 allowed, 3 denied, 7 unavailable, 1 connection\n  cut.',
  );
});
