import { basename } from 'node:path';
import { findAlgorithm, type Algorithm } from '../algorithms/index.ts';
import { slidingWindowLog } from '../algorithms/sliding-window-log.ts';
import { challengeNamed } from '../challenge/library/header.ts';
import { checkShip, ownKey, partKey } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { findShip, shipNames, unknownShip } from '../fleet.ts';
import { refusalOf } from '../json-fields.ts';
import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Drive } from '../limiter/decision.ts';
import type { Target } from '../limiter/jump.ts';
import { makeScript, makeScripts } from '../limiter/script.ts';
import { keyPart, limitText } from '../view/limit.ts';
import type { Context } from './context.ts';

/** The options of jump and burst that say which limiter is asked. */
export interface TargetOptions {
  ship?: string;
  algorithm?: string;
  script?: string;
  limit?: number;
  period?: number;
  capacity?: number;
}

/** How much of a key a jump or a burst shows; `inspect` shows more. */
export const rowsAfterJumps = 10;

/** Finds, or asks for, the ship, and makes its limiter ready. Throws `UsageError`. */
export async function chooseTarget(
  context: Context,
  options: TargetOptions,
  argument: string | undefined,
  prefix: string,
  cost = 1,
): Promise<Target> {
  const name = await chooseShipName(context, options, argument);
  const fleet = await context.fleet();
  const ship = findShip(fleet, name);
  if (!ship && !(options.limit && options.period)) throw unknownShip(fleet, name);
  if (options.script !== undefined && options.algorithm !== undefined) {
    throw new UsageError('--script and --algorithm contradict each other: leave one out.');
  }

  const own = ship?.drive;
  const drive: Drive = {
    algorithm: options.algorithm ?? own?.algorithm ?? slidingWindowLog.name,
    limit: options.limit ?? own!.limit,
    periodMs: options.period ?? own!.periodMs,
  };
  // A ship's capacity goes with its bucket: another algorithm may have none.
  const bucket = options.script !== undefined || findAlgorithm(drive.algorithm).bucket;
  const capacity = options.capacity ?? (bucket ? own?.capacity : undefined);
  if (capacity !== undefined) drive.capacity = capacity;

  // Scripts that know no better are in the gallery, to be seen.
  if (cost < 0 && (options.script !== undefined || !findAlgorithm(drive.algorithm).flaw)) {
    throw new UsageError(
      `--cost is 0 or more, and ${cost} is less: only --algorithm flawed/negative-cost takes that.`,
    );
  }

  if (options.script !== undefined) {
    const file = basename(options.script);
    const text = await context.deps.readFile(options.script);
    await refuseOwnRules(file, text);
    const script = makeScript(file, text);
    const algorithm = learners(file);
    return {
      ship: name,
      drive: { ...drive, algorithm: algorithm.name },
      algorithm,
      scripts: [script],
      // Named after its text too: an edited script meets no state that another version left.
      key: partKey(prefix, name, 'script', file, script.sha.slice(0, 8)),
    };
  }

  const algorithm = findAlgorithm(drive.algorithm);
  if (options.capacity !== undefined && !algorithm.bucket) {
    throw new UsageError(`--capacity is for buckets, and ${algorithm.name} is none: leave it out.`);
  }
  const refusal = algorithm.refuses?.(drive, cost);
  if (refusal) throw new UsageError(`${algorithm.name} cannot do that: ${refusal}.`);
  // Flawed ones are shown with what they make of any numbers.
  const outOfRange = algorithm.flaw ? null : refusalOf(algorithm, drive);
  if (outOfRange !== null) throw new UsageError(`The limit ${outOfRange}.`);
  const path = `lua/${algorithm.name}.lua`;
  return {
    ship: name,
    drive,
    algorithm,
    scripts: makeScripts(path, context.deps.packageFile(path)),
    key: algorithm.flaw?.undeclared ? untaggedKey(prefix, name, algorithm) : keyOf(prefix, name, drive, own),
  };
}

/** Bonus challenges are called in ways of their own. Throws `UsageError` where a script answers one. */
async function refuseOwnRules(file: string, text: string): Promise<void> {
  const id = challengeNamed(text);
  if (id === null) return;
  const { bonus } = await import('../challenge/bonus/index.ts');
  if (!Object.hasOwn(bonus, id)) return;
  throw new UsageError(
    `${file} is for ${id}, whose scripts are not called under the decision contract. To try it: hyperdrive challenge check ${id}`,
  );
}

/** The name of the ship that was given, or is asked for. Throws `UsageError`. */
export async function chooseShipName(
  context: Context,
  { ship }: Pick<TargetOptions, 'ship'>,
  argument: string | undefined,
): Promise<string> {
  return checkShip(await chooseShip(context, ship, argument));
}

async function chooseShip(
  context: Context,
  option: string | undefined,
  argument: string | undefined,
): Promise<string> {
  if (option !== undefined && argument !== undefined && option !== argument) {
    throw new UsageError(`Two ships were named, "${argument}" and "${option}": leave one out.`);
  }
  const named = option ?? argument;
  if (named !== undefined) return named;
  const fleet = await context.fleet();
  if (!context.interactive) {
    throw new UsageError(`Which ship? Name one: ${shipNames(fleet)}.`);
  }
  const choices = fleet.map((ship) => ({
    name: `${ship.name}  ${driveLabel(ship.drive)}`,
    value: ship.name,
  }));
  return (await context.prompts()).choose('Which ship jumps?', choices);
}

/** A drive with other numbers keeps a state of its own: they would trim and count each other's. */
function keyOf(prefix: string, ship: string, drive: Drive, own: Drive | undefined): string {
  const sameNumbers =
    own?.limit === drive.limit && own.periodMs === drive.periodMs && own.capacity === drive.capacity;
  if (sameNumbers && own.algorithm === drive.algorithm) return ownKey(prefix, ship);
  return partKey(prefix, ship, drive.algorithm, ...(sameNumbers ? [] : [keyPart(drive)]));
}

/** A key of an algorithm's without the braces that keep what belongs together in one slot. */
export function untaggedKey(prefix: string, ship: string, { name }: Pick<Algorithm, 'name'>): string {
  return ownKey(prefix, `${ship}.${basename(name)}`);
}

/** `sliding-window-log, 5 per 60 s`. */
function driveLabel(drive: Drive): string {
  return `${drive.algorithm}, ${limitText(drive)}`;
}

/** A script of the learner's, which keeps the contract. */
function learners(file: string): Algorithm {
  return {
    name: file,
    summary: 'your script',
    tradeOff: '',
    bucket: true,
    args: contractArgs,
    read: readContractReply,
  };
}
