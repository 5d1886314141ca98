import { contractConvention } from '../contract-convention.ts';
import type { AttackCall, Convention } from '../convention.ts';
import type { Modelled } from '../models/index.ts';
import type { Model, ModelCall } from '../models/model.ts';

/** The decision contract, changed in what a challenge has of its own. */
export function underContract(
  own: Pick<Convention, 'args' | 'argumentNames'> & Partial<Convention>,
): Convention {
  return { ...contractConvention({ bucket: own.capacity ?? false, delays: false }), ...own };
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
