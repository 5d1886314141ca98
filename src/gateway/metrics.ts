import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Decider, Policy, Verdict } from './decider.ts';
import type { Recorder } from './recorder.ts';
import type { Route } from './routes.ts';

/** What a gateway counts, for `/metrics`. No label says who asked, or for what: only policies, which are few. */
export interface Metrics {
  decided(policies: readonly Policy[], verdict: Verdict, seconds: number): void;
  /** A request that no route limits. */
  passed(): void;
  /** The page that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
  totals(): Totals;
  /** Counts from 0 again. */
  reset(): void;
}

/** How many requests came to what since the start. */
export interface Totals {
  allowed: number;
  denied: number;
  /** Answered with 503: the engine was away, and nothing was let through. */
  unavailable: number;
}

type Outcome = keyof Totals;

const none: Totals = { allowed: 0, denied: 0, unavailable: 0 };

/** From a quarter of a millisecond, which a server on the same machine takes, to what only a deadline ends. */
const buckets = [0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2];

/** Metrics of their own for each gateway: there is no registry that all share. */
export function makeMetrics(
  decider: Decider,
  routes: readonly Route[],
  recorder: Pick<Recorder, 'lost'> | null,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const decisions = new Counter({
    name: 'hyperdrive_gateway_decisions_total',
    help: 'Requests by policy, what came of them (allowed, denied, unavailable), and who decided',
    labelNames: ['policy', 'outcome', 'by'],
    registers,
  });
  const errors = new Counter({
    name: 'hyperdrive_gateway_errors_total',
    help: 'Requests by policy for which the engine could not decide',
    labelNames: ['policy'],
    registers,
  });
  const latency = new Histogram({
    name: 'hyperdrive_gateway_decision_seconds',
    help: 'How long decisions took, by policy',
    labelNames: ['policy'],
    buckets,
    registers,
  });
  const passed = new Counter({
    name: 'hyperdrive_gateway_unlimited_total',
    help: 'Requests that no route limits',
    registers,
  });
  const engine = new Gauge({
    name: 'hyperdrive_gateway_engine_up',
    help: '1 while the engine answers',
    registers,
  });
  if (recorder) registry.registerMetric(unrecorded(recorder));
  let totals = none;
  // What has not happened yet is 0 and not unknown.
  const begin = () => {
    for (const { name: policy } of routes.flatMap(({ policies }) => policies)) errors.inc({ policy }, 0);
  };
  begin();
  return {
    decided(policies, verdict, seconds) {
      const { by, deniedBy, trouble } = verdict;
      const outcome = outcomeOf(verdict);
      totals = { ...totals, [outcome]: totals[outcome] + 1 };
      for (const { name: policy } of policies) {
        latency.observe({ policy }, seconds);
        if (trouble !== undefined) errors.inc({ policy });
        // A denial is the doing of one; from the others nothing was taken.
        if (outcome !== 'denied' || deniedBy === null || deniedBy === policy)
          decisions.inc({ policy, outcome, by });
      }
    },
    passed() {
      totals = { ...totals, allowed: totals.allowed + 1 };
      passed.inc();
    },
    text() {
      engine.set(decider.health().engine === 'up' ? 1 : 0);
      return registry.metrics();
    },
    contentType: registry.contentType,
    totals: () => totals,
    reset() {
      registry.resetMetrics();
      totals = none;
      begin();
    },
  };
}

function outcomeOf({ allowed, by }: Verdict): Outcome {
  return allowed ? 'allowed' : by === 'closed' ? 'unavailable' : 'denied';
}

function unrecorded(recorder: Pick<Recorder, 'lost'>): Counter {
  return new Counter({
    name: 'hyperdrive_gateway_unrecorded_total',
    help: 'Requests that --record could not count',
    registers: [],
    collect() {
      this.reset();
      this.inc(recorder.lost()?.jumps ?? 0);
    },
  });
}
