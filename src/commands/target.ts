import { basename } from 'node:path';
import { findAlgorithm, type Algorithm } from '../algorithms/index.ts';
import { slidingWindowLog } from '../algorithms/sliding-window-log.ts';
import { checkShip, ownKey, partKey } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { findShip, unknownShip } from '../fleet.ts';
import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Drive } from '../limiter/decision.ts';
import type { Target } from '../limiter/jump.ts';
import { makeScript } from '../limiter/script.ts';
import { count, duration } from '../view/format.ts';
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
  const name = checkShip(await chooseShip(context, options.ship, argument));
  const ship = findShip(context.deps.fleet, name);
  if (!ship && !(options.limit && options.period)) throw unknownShip(context.deps.fleet, name);
  if (options.script !== undefined && options.algorithm !== undefined) {
    throw new UsageError('--script and --algorithm contradict each other: leave one out.');
  }

  const own = ship?.drive;
  const drive: Drive = {
    algorithm: options.algorithm ?? own?.algorithm ?? slidingWindowLog.name,
    limit: options.limit ?? own!.limit,
    periodMs: options.period ?? own!.periodMs,
  };
  const capacity = options.capacity ?? own?.capacity;
  if (capacity !== undefined) drive.capacity = capacity;

  if (options.script !== undefined) {
    const file = basename(options.script);
    const script = makeScript(file, await context.deps.readFile(options.script));
    const algorithm = learners(file);
    return {
      ship: name,
      drive: { ...drive, algorithm: algorithm.name },
      algorithm,
      script,
      key: partKey(prefix, name, 'script', file),
    };
  }

  const algorithm = findAlgorithm(drive.algorithm);
  if (options.capacity !== undefined && !algorithm.bucket) {
    throw new UsageError(`--capacity is for buckets, and ${algorithm.name} is none: leave it out.`);
  }
  const refusal = algorithm.refuses?.(drive, cost);
  if (refusal) throw new UsageError(`${algorithm.name} cannot do that: ${refusal}.`);
  const path = `lua/${algorithm.name}.lua`;
  const isOwn = own !== undefined && sameDrive(drive, own);
  return {
    ship: name,
    drive,
    algorithm,
    script: makeScript(path, context.deps.packageFile(path)),
    key: isOwn ? ownKey(prefix, name) : partKey(prefix, name, algorithm.name),
  };
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
  const { fleet } = context.deps;
  if (!context.interactive) {
    throw new UsageError(`Which ship? Name one: ${fleet.map((ship) => ship.name).join(', ')}.`);
  }
  const choices = fleet.map((ship) => ({
    name: `${ship.name}  ${driveLabel(ship.drive)}`,
    value: ship.name,
  }));
  return (await context.prompts()).choose('Which ship jumps?', choices);
}

/** `sliding-window-log, 5 per 60 s`. */
export function driveLabel({ algorithm, limit, periodMs, capacity }: Drive): string {
  return `${algorithm}, ${limit} per ${duration(periodMs)}${capacity === undefined ? '' : `, capacity ${count(capacity, 'unit')}`}`;
}

function sameDrive(a: Drive, b: Drive): boolean {
  return (
    a.algorithm === b.algorithm &&
    a.limit === b.limit &&
    a.periodMs === b.periodMs &&
    a.capacity === b.capacity
  );
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
