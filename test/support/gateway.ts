import type { Decider, Policy, Standing, Verdict } from '../../src/gateway/decider.ts';
import { makeIdentify } from '../../src/gateway/identity.ts';
import { makeLocalLimiter } from '../../src/gateway/local-limiter.ts';
import { makeGateway, type GatewayParts } from '../../src/gateway/make-gateway.ts';
import { makeMetrics } from '../../src/gateway/metrics.ts';
import type { Route } from '../../src/gateway/routes.ts';

/** A policy for tests, of ten a minute unless told otherwise. */
export function policyOf(name = 'default', drive: Partial<Policy['drive']> = {}): Policy {
  return { name, by: 'caller', drive: { algorithm: 'gcra', limit: 10, periodMs: 60_000, ...drive } };
}

export function standingOf(policy: Policy, state: Partial<Standing> = {}): Standing {
  return { policy, remaining: 9, retryAfterMs: 0, resetAfterMs: 6_000, ...state };
}

/** What a decider says when it lets something through, changed as told. */
export function verdictOf(change: Partial<Verdict> = {}): Verdict {
  return { allowed: true, by: 'engine', standings: [], deniedBy: null, retryAfterMs: 0, ...change };
}

/** A decider that counts for real, on a clock of the test's. */
export function countingDecider(now: () => number): Decider {
  const decide = makeLocalLimiter({ share: 1, now });
  return deciderOf((ask) => ({ ...decide(ask), by: 'engine' }));
}

/** One that says what it is told to. */
export function deciderOf(decide: (ask: Parameters<Decider['decide']>[0]) => Verdict): Decider {
  return {
    decide: async (ask) => decide(ask),
    health: () => ({ engine: 'up', since: 0 }),
    close: async () => {},
  };
}

/** A gateway that listens nowhere: for `inject`. */
export function gatewayOf(decider: Decider, change: Partial<GatewayParts> = {}) {
  const routes: readonly Route[] = change.routes ?? [{ path: '/*', cost: 1, policies: [policyOf()] }];
  return makeGateway({
    decider,
    routes,
    identify: makeIdentify({ keyHeader: 'x-api-key', secret: 'test' }),
    metrics: makeMetrics(decider, routes, null),
    recorder: null,
    instance: 1,
    onError: 'local',
    keyHeader: 'x-api-key',
    trustProxy: null,
    now: () => 0,
    sleep: async () => {},
    ...change,
  });
}
