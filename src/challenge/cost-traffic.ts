import type { Connection, Reply } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import type { AttackCall, Convention } from './convention.ts';
import { beginningMs } from './plan.ts';
import type { AttackDrive, Tags } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** A script that costs are counted of, as it is called. */
export interface Contender {
  specimen: Specimen;
  drive: AttackDrive;
  keys: readonly string[];
}

/** What a usual limiter is asked, where the conventions leave it open. */
const usual = { limit: 10, periodMs: 60_000 };

/** The most that one key may be asked to admit: filling up a larger one would take its time, and tell no more. */
const mostUnits = 1_000;

/** Both with the same numbers, and with keys that the first has declared; null where no numbers suit both. */
export function contenders(
  specimen: Specimen,
  reference: Specimen,
  key: string,
): [Contender, Contender] | null {
  const drive = sharedDrive(specimen.convention, reference.convention);
  if (!drive || unitsOf(drive) > mostUnits) return null;
  const keysOf = ({ convention }: Specimen, own: string): string[] => {
    // A window's number in a name is a name like any other.
    const call = callOf(convention, drive, 0, beginningMs);
    return convention.keys(own, call.tags, call);
  };
  const keys = keysOf(specimen, key);
  return [
    { specimen, drive, keys },
    { specimen: reference, drive, keys: keysOf(reference, keys[0] ?? key) },
  ];
}

/** Units that the drive admits at once. */
export function unitsOf({ limit, capacity = limit }: AttackDrive): number {
  return capacity;
}

function sharedDrive(one: Convention, other: Convention): AttackDrive | null {
  const fixed = { ...other.fixed, ...one.fixed };
  const step = leastCommonMultiple(one.periodStepMs, other.periodStepMs);
  const drive = { ...usual, periodMs: Math.ceil(usual.periodMs / step) * step, ...fixed };
  const suits = ({ fixed, capacity, periodStepMs, refuses }: Convention) =>
    (fixed.limit ?? drive.limit) === drive.limit &&
    (fixed.periodMs ?? drive.periodMs) === drive.periodMs &&
    (fixed.capacity ?? drive.capacity) === drive.capacity &&
    (capacity || unitsOf(drive) === drive.limit) &&
    drive.periodMs % periodStepMs === 0 &&
    !refuses?.(drive, 1);
  return suits(one) && suits(other) ? drive : null;
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return (a / divisor(a, b)) * b;
}

/** The first word of each. */
function tagsOf({ tags }: Convention): Tags {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, [word]]) => (word === undefined ? [] : [[name, word]])),
  );
}

/** Makes so many jumps of cost 1 at one instant by callers' clocks. Answers with the number of calls that they took. */
export async function jumpOften(
  connection: Connection,
  contender: Contender,
  jumps: number,
  callerMs: number,
): Promise<number> {
  const calls: number[] = [];
  const make = async (jump: number) => void calls.push(await jumpOnce(connection, contender, jump, callerMs));
  const all = Array.from({ length: jumps }, (_, jump) => jump);
  // All at once spares the trips; where a jump takes several calls, those of its neighbours would come in between.
  if (contender.specimen.convention.next) for (const jump of all) await make(jump);
  else await Promise.all(all.map(make));
  return calls.reduce((sum, made) => sum + made, 0);
}

function callOf(convention: Convention, drive: AttackDrive, jump: number, callerMs: number): AttackCall {
  const nowMs = convention.clock === 'caller' ? callerMs : null;
  return { drive, cost: 1, nowMs, heldMs: null, id: `cost-${jump}`, tags: tagsOf(convention) };
}

async function jumpOnce(
  connection: Connection,
  { specimen: { convention, scripts }, drive, keys }: Contender,
  jump: number,
  callerMs: number,
): Promise<number> {
  const call = callOf(convention, drive, jump, callerMs);
  const replies: Reply[] = [];
  for (let args: string[] | null = convention.args(call); args;) {
    const script = scripts[replies.length];
    if (!script) throw new HyperdriveError(`${scripts[0]!.name} has no call ${replies.length + 1}.`);
    replies.push(await connection.call('EVALSHA', script.sha, keys.length, ...keys, ...args));
    args = convention.next?.(call, replies) ?? null;
  }
  return replies.length;
}
