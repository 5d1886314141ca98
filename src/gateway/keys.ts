import { partKey } from '../engine/namespace.ts';
import type { Ask, Policy } from './decider.ts';

const shared = 'everyone';

/**
 * The keys of an ask, one for each policy: `<prefix>{<caller>}:<policy>`, and `<prefix>{everyone}:<policy>` where everyone
 * shares the limit. One call decides them all, so on a cluster they must share a slot: where both kinds meet, the caller's own
 * are `<prefix>{everyone}:<caller>:<policy>`. A caller's policy therefore counts apart where it stands beside one of everyone's.
 *
 * Several limits are kept as GCRA, whatever their algorithm; the key of another algorithm's policy ends in `:gcra` then, for
 * what that algorithm keeps alone is of another form.
 */
export function keysOf(prefix: string, { policies, caller }: Pick<Ask, 'policies' | 'caller'>): string[] {
  const mixed = policies.some(({ by }) => by === 'everyone');
  return policies.map((policy) => {
    const parts = [policy.name, ...apart(policy, policies.length)];
    if (policy.by === 'everyone') return partKey(prefix, shared, ...parts);
    return mixed ? partKey(prefix, shared, caller, ...parts) : partKey(prefix, caller, ...parts);
  });
}

function apart({ drive }: Policy, policies: number): string[] {
  return policies > 1 && drive.algorithm !== 'gcra' ? ['gcra'] : [];
}
