import { gcra } from '../algorithms/gcra.ts';
import { algorithms } from '../algorithms/index.ts';
import { checkShip } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { refusalOf } from '../json-fields.ts';
import { parseLimits } from '../limiter/limits-text.ts';
import { fleetTag, severalKeys } from '../limiter/several-keys.ts';
import { severalFile, type NamedLimit, type SeveralRule, type SeveralTarget } from '../limiter/several.ts';
import { makeScript } from '../limiter/script.ts';
import type { Context } from './context.ts';
import { chooseShipName, type TargetOptions } from './target.ts';

/** The options of jump and burst that ask several limits at once. */
export interface SeveralOptions {
  limits?: string;
  tiers?: string;
}

/** A ship's limits, ready to be asked together. */
export interface NamedTarget extends SeveralTarget {
  ship: string;
  limits: readonly NamedLimit[];
}

/** Whether several limits are asked for. */
export const asksSeveral = ({ limits, tiers }: SeveralOptions): boolean =>
  limits !== undefined || tiers !== undefined;

/** The same limits for so many ships: `scout-1`, `scout-2`. Throws `UsageError`. */
export function shipsOf(target: NamedTarget, ships: number, prefix: string): NamedTarget[] {
  return Array.from({ length: ships }, (_, at) => {
    const ship = checkShip(`${target.ship}-${at + 1}`);
    return { ...target, ship, keys: severalKeys(prefix, ship, target.limits) };
  });
}

/** What says which one limiter is asked, or how it is called, has no meaning for several. */
const ofOneLimiter = ['algorithm', 'script', 'limit', 'period', 'capacity', 'skew', 'crash'] as const;

/** Finds, or asks for, the ship, and makes its limits ready. Throws `UsageError`. */
export async function chooseSeveral(
  context: Context,
  options: SeveralOptions & TargetOptions,
  argument: string | undefined,
  { prefix, cost }: { prefix: string; cost: number },
): Promise<NamedTarget> {
  const { limits: limitsText, tiers } = options;
  if (limitsText !== undefined && tiers !== undefined)
    throw new UsageError('--limits must all have room, of --tiers one: give one of the two.');
  const [option, text] = tiers === undefined ? ['--limits', limitsText!] : ['--tiers', tiers];
  const other = ofOneLimiter.find((name) => Object.hasOwn(options, name));
  if (other)
    throw new UsageError(`--${other} is for a limiter that decides alone: leave it out, or ${option}.`);
  if (cost < 0) throw new UsageError(`--cost is 0 or more, and ${cost} is less.`);

  const limits = parseLimits(text, option);
  const taken = limits.find(({ name }) => algorithms.some((algorithm) => algorithm.name === name));
  if (taken)
    throw new UsageError(
      `${option} cannot call a limit ${taken.name}: under that key this ship's ${taken.name} is kept. Choose another name.`,
    );
  for (const { name, shared: _, ...numbers } of limits) {
    const refusal = refusalOf(gcra, { algorithm: gcra.name, ...numbers });
    if (refusal !== null) throw new UsageError(`${option}: ${name} ${refusal}.`);
  }
  const ship = await chooseShipName(context, options, argument);
  if (ship === fleetTag)
    throw new UsageError(
      `A ship called ${fleetTag} cannot have several limits: {${fleetTag}} is where those are that all ships share.`,
    );
  const rule: SeveralRule = tiers === undefined ? 'all-or-nothing' : 'first-that-fits';
  const file = severalFile(rule);
  const script = makeScript(file, context.deps.packageFile(file));
  return { ship, rule, script, limits, keys: severalKeys(prefix, ship, limits) };
}
