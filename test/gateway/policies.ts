import type { Ask, Policy } from '../../src/gateway/decider.ts';

/** A policy of 5 per minute, but for what is given. */
export function policy(
  name: string,
  { by = 'caller', ...drive }: Partial<Policy['drive'] & Pick<Policy, 'by'>> = {},
): Policy {
  return { name, by, drive: { algorithm: 'gcra', limit: 5, periodMs: 60_000, ...drive } };
}

export function ask(policies: readonly Policy[] = [policy('api')], cost = 1, caller = 'ann'): Ask {
  return { policies, caller, cost };
}
