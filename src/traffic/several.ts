import {
  readSeveral,
  severalArgs,
  type NamedLimit,
  type SeveralDecision,
  type SeveralTarget,
} from '../limiter/several.ts';
import type { Decision } from '../limiter/decision.ts';
import type { Target } from '../limiter/jump.ts';

/** Who denied, or which tier was charged, by name. */
export function namesOf(
  rule: SeveralTarget['rule'],
  limits: readonly NamedLimit[],
  { deniedBy, tier }: SeveralDecision,
): Pick<Decision, 'deniedBy' | 'tier'> {
  const named = (at: number | null): string | null => (at === null ? null : limits[at]!.name);
  return rule === 'all-or-nothing' ? { deniedBy: named(deniedBy) } : { tier: named(tier) };
}

/** Several limits as the one limiter that they are together: for traffic, which does not ask how a decision comes about. */
export function asLimiter({
  ship,
  rule,
  script,
  limits,
  keys,
}: SeveralTarget & { ship: string; limits: readonly NamedLimit[] }): Target {
  const name = `combined/${rule}`;
  const { limit, periodMs } = limits[0]!;
  return {
    ship,
    // What decides stands in the limits: no one number is that of the whole.
    drive: { algorithm: name, limit, periodMs },
    algorithm: {
      name,
      summary: '',
      tradeOff: '',
      bucket: true,
      args: ({ cost, heldMs }) => severalArgs({ limits, cost, heldMs }),
      read: (reply) => {
        const decision = readSeveral(rule, reply, limits.length);
        const { allowed, retryAfterMs, standings } = decision;
        const left = standings.map(({ remaining }) => remaining);
        return {
          allowed,
          // Where all must have room, the smallest rest counts; where one is enough, every rest.
          remaining:
            rule === 'all-or-nothing' ? Math.min(...left) : left.reduce((sum, units) => sum + units, 0),
          retryAfterMs,
          resetAfterMs: Math.max(...standings.map(({ resetAfterMs }) => resetAfterMs)),
          ...namesOf(rule, limits, decision),
        };
      },
    },
    key: keys[0]!,
    keys,
    scripts: [script],
  };
}

/** How many jumps each limit denied, or how many each tier was charged for, by name. */
export function tally(
  { rule, limits }: Pick<SeveralTarget, 'rule'> & { limits: readonly NamedLimit[] },
  jumps: readonly Pick<Decision, 'deniedBy' | 'tier'>[],
): Record<string, number> {
  const which = rule === 'all-or-nothing' ? 'deniedBy' : 'tier';
  return Object.fromEntries(
    limits.map(({ name }) => [name, jumps.filter((one) => one[which] === name).length]),
  );
}
