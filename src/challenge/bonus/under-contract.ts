import { readContractReply } from '../../limiter/contract.ts';
import type { AttackCall, Convention } from '../convention.ts';
import type { Model, ModelCall } from '../models/model.ts';
import type { Modelled } from '../models/index.ts';

/** What a challenge adds to the decision contract, or has in its stead. */
type Own = Pick<Convention, 'args' | 'argumentNames'> & Partial<Convention>;

/** The decision contract for one key, changed in what `own` says. */
export function underContract(own: Own): Convention {
  return {
    contract: true,
    clock: 'optional',
    clockIsAttacked: false,
    costs: true,
    capacity: false,
    tells: ['remaining', 'retryAfterMs', 'resetAfterMs'],
    waitStepMs: 1,
    periodStepMs: 1,
    fixed: {},
    tags: {},
    keys: (key) => [key],
    read: readContractReply,
    ...own,
  };
}

/** ARGV as text; what is absent is ''. */
export const argv = (...args: readonly (number | string | null | undefined)[]): string[] =>
  args.map((value) => String(value ?? ''));

/** A word of the jump. Throws where the jump has none. */
export function tagOf({ tags }: Pick<AttackCall | ModelCall, 'tags'>, name: string): string {
  const value = tags?.[name];
  if (value === undefined) throw new RangeError(`a jump without ${name}`);
  return value;
}

/** The same call as a look. */
export const look = (call: ModelCall): ModelCall => ({ ...call, cost: 0n });

/** What is known of a challenge's model, where it is as of most. */
export function modelled(
  model: () => Model,
  own: Pick<Modelled, 'cases' | 'bound'> & Partial<Modelled>,
): Modelled {
  return {
    model,
    maxLimit: 2 ** 52,
    multiplies: false,
    periods: 1,
    perUnit: false,
    seesClockStepBack: true,
    ...own,
  };
}

export const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
