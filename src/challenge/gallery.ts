import type { Algorithm } from '../algorithms/algorithm.ts';
import { findAlgorithm } from '../algorithms/index.ts';
import type { Reply } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import type { Call } from '../limiter/decision.ts';
import type { Script } from '../limiter/script.ts';
import { contractConvention } from './contract-convention.ts';
import type { AttackCall, Convention, Field, ScriptClock } from './convention.ts';
import { attackModels } from './models/index.ts';
import type { Specimen } from './specimen.ts';

/** A packaged script for the attack, from its declaration. Throws `UsageError` where there is no such algorithm. */
export function specimenOfAlgorithm(name: string, file: string, scripts: readonly Script[]): Specimen {
  const algorithm = findAlgorithm(name);
  const { bucket, delays = false, flaw } = algorithm;
  const reference = flaw?.instead ?? name;
  const promises = flaw?.promises ?? reference;
  const model = attackModels[promises];
  if (!model) throw new HyperdriveError(`There is no model of ${promises}.`);
  const convention = flaw ? flawedConvention(algorithm) : contractConvention({ bucket, delays });
  return { file, scripts, promises, model, convention, reference };
}

/**
 * How a flawed script is called and read. All of it follows from its declaration, most by asking that: there is nothing to be
 * kept the same in two places.
 */
function flawedConvention(algorithm: Algorithm): Convention {
  const { name, bucket, args, next, read, refuses } = algorithm;
  const clock = clockOf(algorithm);
  const callOf = ({ drive, cost, nowMs, heldMs }: AttackCall): Call => ({
    drive: { algorithm: name, ...drive },
    cost,
    // Who can be given an instant decides at it; who believes its caller may be held beside that, at the true one.
    heldMs: clock === 'caller' ? heldMs : nowMs,
    callerMs: nowMs ?? 0,
  });
  return {
    contract: false,
    clock,
    clockIsAttacked: clock === 'caller',
    costs: refuses?.(plain.drive, 2) == null,
    capacity: bucket,
    tells: toldBy(algorithm),
    waitStepMs: waitStepOf(algorithm),
    periodStepMs: refuses?.({ ...plain.drive, periodMs: 1_001 }, 1) == null ? 1 : 1_000,
    fixed: {},
    tags: {},
    keys: (key) => [key],
    args: (call) => args(callOf(call)),
    ...(next && { next: (call: AttackCall, replies: readonly Reply[]) => next(callOf(call), replies) }),
    read: (reply, call) => read(reply, callOf(call)),
    refuses: (drive, cost) =>
      cost > most ? 'it checks no argument' : (refuses?.({ algorithm: name, ...drive }, cost) ?? null),
  };
}

/** Beyond this a script of the gallery, which stands for one mistake, makes others: no digits are lost up to here. */
const most = 1_000_000;

/** A call that every script takes. */
const plain: Call = {
  drive: { algorithm: 'any', limit: 5, periodMs: 60_000 },
  cost: 1,
  heldMs: 3_600_000,
  callerMs: 7_200_000,
};

/** An answer that every declaration can read: long enough for each, and denied, so that waits are told. */
const denial: Reply = [0, 1, 1, 1, 1];

/** What comes into ARGV tells whose clock it is: the caller's, the server's unless an instant is given, or nobody's. */
function clockOf({ args }: Algorithm): ScriptClock {
  const changes = (change: Partial<Call>) => args({ ...plain, ...change }).join() !== args(plain).join();
  if (changes({ callerMs: 9_000_000 })) return 'caller';
  return changes({ heldMs: 9_000_000 }) ? 'optional' : 'none';
}

/** The fields that the declaration does not read as null. */
function toldBy(algorithm: Algorithm): Field[] {
  const decision = algorithm.read(denial, plain);
  const fields = ['remaining', 'retryAfterMs', 'resetAfterMs', 'delayMs'] as const;
  return fields.filter((field) => typeof decision[field] === 'number');
}

/** What a wait of 1 in the reply comes to. */
function waitStepOf(algorithm: Algorithm): number {
  const { retryAfterMs, resetAfterMs } = algorithm.read(denial, plain);
  return retryAfterMs ?? resetAfterMs ?? 1;
}
