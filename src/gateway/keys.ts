import { partKey } from '../engine/namespace.ts';
import { keyPart } from '../view/limit.ts';
import type { Ask, Policy } from './decider.ts';

const shared = 'everyone';

/**
 * The keys of an ask, one for each policy: `<prefix>{<caller>}:<policy>:<algorithm>:<numbers>`, and with `{everyone}` where
 * everyone shares the limit. One call decides them all, so on a cluster they must share a slot: where both kinds meet, the
 * caller's own are `<prefix>{everyone}:<caller>:…`. A caller's policy would therefore count apart where it stands beside one
 * of everyone's, and a file that has it both ways is refused. A policy that is given another algorithm or other numbers begins
 * anew: what it had kept is of another form.
 */
export function keysOf(prefix: string, { policies, caller }: Pick<Ask, 'policies' | 'caller'>): string[] {
  const mixed = policies.some(({ by }) => by === 'everyone');
  return policies.map((policy) => {
    const parts = [policy.name, kept(policy, policies.length), keyPart(policy.drive)];
    if (policy.by === 'everyone') return partKey(prefix, shared, ...parts);
    return mixed ? partKey(prefix, shared, caller, ...parts) : partKey(prefix, caller, ...parts);
  });
}

/** Several limits are each kept as GCRA, whatever their algorithm. */
function kept({ drive }: Policy, policies: number): string {
  return policies > 1 ? 'gcra' : drive.algorithm;
}
