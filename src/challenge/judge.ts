import { refusalOf } from '../engine/arena/refusal.ts';
import type { Answer } from './convention.ts';
import { dayMs, isUsual, lastUsualMs } from './exact.ts';
import { expectedOf, type Expected } from './expect.ts';
import { keysOfJump } from './play.ts';
import type { Played, PlayedJump } from './played.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import type { Law } from './verdict.ts';

/** A law that broke at one jump of a sequence. */
export interface Breach {
  law: Law;
  /** The jump, from 0. */
  jump: number;
  /** A key that went too early before it: by its TTL, which is told with what was needed, in ms. */
  forgot?: { afterMs: number; neededMs: number };
}

/** How a sequence went beside what was due. */
export interface Judged {
  expected: readonly Expected[];
  /** The first breach of each law, in the order of the jumps. */
  breaches: readonly Breach[];
}

/**
 * Holds what was played against the model and the rules; where a promise can be kept in two ways, against the one that it keeps.
 * `toleranceMs` is for servers where time goes on, so that keys may go a little early: those who do end what is judged.
 */
export function judge(specimen: Specimen, sequence: Sequence, played: Played, toleranceMs = 0): Judged {
  const { model, orElse } = specimen.model;
  const by = (create: typeof model) =>
    judgeBy(expectedOf(specimen, sequence, played, create), specimen, sequence, played, toleranceMs);
  const judged = by(model);
  if (!orElse || !judged.breaches.length) return judged;
  const otherwise = by(orElse);
  return otherwise.breaches.length ? judged : otherwise;
}

function judgeBy(
  expected: readonly Expected[],
  specimen: Specimen,
  sequence: Sequence,
  played: Played,
  toleranceMs: number,
): Judged {
  let breaches: Breach[] = [];
  const broke = (law: Law, jump: number, forgot?: Breach['forgot']) => {
    if (!breaches.some((one) => one.law === law)) breaches.push({ law, jump, ...(forgot && { forgot }) });
  };
  let forgot: Breach['forgot'];
  let latest = -Infinity;
  let newest = -Infinity;
  for (const [index, jump] of played.jumps.entries()) {
    const due = expected[index]!;
    const now = played.atMs[index]!;
    // What has expired may be gone, and after a step back it would count: only an admission tells how late it was for all.
    if (now < latest && newest !== latest) break;
    const own = keysOfJump(specimen, sequence, index);
    const gone = played.kept
      ? undefined
      : forgottenBefore(played, own, expected, index, now - latest, toleranceMs);
    // The key may have gone because time went on meanwhile: then nothing that follows is the script's doing. And a server keeps
    // a key until the last ms of its TTL is over: one that is a ms too short is too early by the contract's word alone.
    const early = specimen.convention.contract ? toleranceMs : Math.max(1, toleranceMs);
    if (gone && gone.neededMs - gone.afterMs <= early) break;
    forgot ??= gone;
    latest = Math.max(latest, now);
    if (due?.allowed && sequence.jumps[index]!.cost > 0) newest = latest;
    if (jump.error !== null) {
      const law = lawOfError(specimen, sequence, jump, due, index);
      if (law) broke(law, index);
      // What it did before it failed, nobody knows: what comes of that is no mistake of its own.
      if (due) break;
      continue;
    }
    if (sequence.jumps[index]!.dies) {
      tellTtls(index);
      continue;
    }
    const got = jump.answer!;
    if (!due) {
      if (specimen.convention.contract) broke('arguments', index);
      continue;
    }
    if (got.allowed !== due.allowed) {
      // A wrong decision says more than a wrong number before it.
      const forgets = forgot && got.allowed;
      if (forgets) breaches = breaches.filter(({ law }) => law !== 'ttl');
      broke(forgets ? 'ttl' : 'decision', index, forgets ? forgot : undefined);
      tellTtls(index);
      break;
    }
    const untold = untrue(specimen, got, due);
    // Who forgets has more left than is due.
    const forgets = forgot && untold.includes('remaining') && got.remaining! > due.remaining!;
    for (const law of untold) broke(forgets ? 'ttl' : law, index, forgets ? forgot : undefined);
    tellTtls(index);
  }
  return { expected, breaches };

  function tellTtls(index: number): void {
    const { ttls } = played.jumps[index]!;
    if (ttls.includes(-1) || (isUsual(sequence.drive) && ttls.some(isForEver))) broke('ttl', index);
    const { contract, tells } = specimen.convention;
    const due = expected[index];
    const looked = sequence.jumps[index]!.cost === 0;
    if (!contract || !due || (due.allowed && !looked)) return;
    // Where denials are counted, that is not under the limiter's own key.
    const untouched = looked || !tells.includes('counts') ? ttls : ttls.slice(0, 1);
    const before = played.jumps[index - 1]?.ttls ?? [];
    if (untouched.some((ttl, key) => ttl >= -1 && (before[key] ?? -2) === -2)) broke('growth', index);
  }
}

/** Whether a key of a jump has gone since the one before, `agedMs` ago by its TTL, while what it held still mattered. */
function forgottenBefore(
  { keys, jumps, atMs }: Played,
  own: readonly string[],
  expected: readonly Expected[],
  index: number,
  agedMs: number,
  toleranceMs: number,
): Breach['forgot'] {
  const before = expected[index - 1];
  if (!before) return undefined;
  const neededMs = before.resetAfterMs!;
  const afterMs = jumps[index - 1]!.ttls.find(
    (ttl, at) => ttl >= 0 && ttl <= agedMs + toleranceMs && own.includes(keys[at]!),
  );
  const mattered = atMs[index]! - atMs[index - 1]! < neededMs;
  return afterMs !== undefined && mattered && afterMs < neededMs ? { afterMs, neededMs } : undefined;
}

/** A TTL that nobody means: an instant taken for a duration, or one unit for another. */
export const isForEver = (ttl: number): boolean => ttl > 5 * 366 * dayMs;

const lawOfRefusal = { command: 'commands', key: 'keys', memory: 'memory', endless: 'ends' } as const;

/** The law that an error breaks; null where refusing was right. */
function lawOfError(
  { convention }: Specimen,
  { drive, startMs, jumps }: Sequence,
  { error, misshapen }: PlayedJump,
  due: Expected,
  index: number,
): Law | null {
  const text = error!;
  const refusal = refusalOf(text);
  if (refusal) return lawOfRefusal[refusal];
  // The look-alike compiles a script when it is called.
  if (/:\d+: (unexpected symbol|unfinished |malformed |'.*' expected)/.test(text)) return 'compiles';
  if (misshapen) return due ? 'shape' : null;
  if (!due) return null;
  // What is out of a limiter's range it refuses by name. To fail on the way is no refusal.
  if (!isUsual(drive)) return convention.contract && failsOnTheWay(text) ? 'shape' : null;
  // Who does not go so far says so at once, and not of what it has stored itself.
  if (startMs + jumps[index]!.atMs > lastUsualMs && index === 0) return null;
  const { cost } = jumps[index]!;
  if (!convention.contract && cost > (drive.capacity ?? drive.limit)) return null;
  // What would leave 2^52 may be refused by name, as much as it may be told that it can never be.
  if (cost * drive.periodMs > 2 ** 52 && /\bcost\b/.test(text)) return null;
  return 'shape';
}

/** Whether a script was ended by an error in one of its lines, that speaks of none of its arguments. */
function failsOnTheWay(error: string): boolean {
  const said = /:\d+: (.*)$/s.exec(error)?.[1];
  return said !== undefined && !/\b(limit|period|period_ms|cost|capacity|now|now_ms)\b/.test(said);
}

/** The laws of what an answer tells beside its decision, and does not tell truly. */
export function untrue({ convention }: Specimen, got: Answer, due: Answer): Law[] {
  const { contract, tells, waitStepMs } = convention;
  const laws: Law[] = [];
  const number = (told: number | null | undefined, right: number) =>
    told === right || (!contract && (told === null || told === undefined));
  const wait = (told: number | null | undefined, right: number) => {
    if (number(told, right)) return true;
    if (right < 0) return !contract && told! <= 0;
    return told === Math.ceil(right / waitStepMs) * waitStepMs;
  };
  if (tells.includes('remaining') && !number(got.remaining, due.remaining!)) laws.push('remaining');
  // Of an admitted jump other conventions tell what they like.
  if (
    tells.includes('retryAfterMs') &&
    (contract || !due.allowed) &&
    !wait(got.retryAfterMs, due.retryAfterMs!)
  )
    laws.push('retry');
  if (tells.includes('resetAfterMs') && !wait(got.resetAfterMs, due.resetAfterMs!)) laws.push('reset');
  if (tells.includes('delayMs') && !wait(got.delayMs, due.delayMs ?? 0)) laws.push('delay');
  if (tells.includes('counts') && JSON.stringify(sorted(got.counts)) !== JSON.stringify(sorted(due.counts)))
    laws.push('counts');
  return laws;
}

function sorted(counts: Answer['counts'] = {}): [string, number][] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}
