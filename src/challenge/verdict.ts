import type { Document } from '../deps.ts';
import type { Tried } from './tried.ts';
import type { AttackDrive, AttackJump, Sequence } from './sequence.ts';

/**
 * The laws an attack goes by, in the order in which the first broken one is told.
 * compiles   the server takes the script
 * commands   no command that a limiter has no business with
 * ends       it ends, in reasonable time
 * memory     it does with reasonable memory
 * keys       it touches no key but KEYS
 * decision   it admits what is due, and nothing else
 * ttl        every key has a TTL, and none goes before its state has stopped to matter
 * shape      it answers, in the shape it should
 * remaining, retry, reset, delay, counts   it tells what is true
 * clients    many clients at once are never above the limit
 * clock      callers whose clocks differ are never above the limit; without an instant it asks the server's clock
 * arguments  what no jump can be is refused, and changes nothing
 * growth     what it keeps does not grow without end
 */
export const laws = [
  'compiles',
  'commands',
  'ends',
  'memory',
  'keys',
  'decision',
  'ttl',
  'shape',
  'remaining',
  'retry',
  'reset',
  'delay',
  'counts',
  'clients',
  'clock',
  'arguments',
  'growth',
] as const;
export type Law = (typeof laws)[number];

/** How one jump of a counterexample went. */
export interface Step extends AttackJump {
  /** What was due, as a short text such as `allowed, 2 left`; null where it does not matter. */
  expected: string;
  got: string;
  /** Whether this is where the law broke. */
  broken: boolean;
  /** What the keys held after it, a line each, such as `ZSET of 3, TTL 60 s`. */
  state: readonly string[];
}

/** A law that does not hold, and the smallest sequence found that shows it. */
export interface Finding {
  law: Law;
  drive: AttackDrive;
  startMs: number;
  steps: readonly Step[];
  /** What was promised, and what happened: full sentences, for a person. */
  promised: string;
  happened: string;
  /** How it was seen: on a held instant as the contract allows, by the real clock, or with TIME simulated. */
  seen: 'held' | 'real' | 'simulated';
}

/** A mistake of the flawed gallery that a script makes. */
export interface Diagnosis {
  /** `flawed/…` */
  name: string;
  /** What goes wrong, in a sentence without capital and full stop. */
  what: string;
  mission: number | null;
}

/** What the script costs beside the reference on the same calls; null where this engine cannot tell. */
export interface Cost {
  reference: string;
  commandsPerCall: { script: number; reference: number } | null;
  /** Of a limiter that has just admitted all it can, at a limit of 10. */
  bytesPerKey: { script: number; reference: number } | null;
  /** Server time of the script's calls divided by that of the reference's. */
  timeRatio: number | null;
}

export interface Survived {
  traces: number;
  jumps: number;
  /** The least and the most of the numbers that were tried. */
  tried: Tried;
  clients: number;
  /** The laws that were attacked, and hold. */
  laws: readonly Law[];
}

export interface Verdict {
  file: string;
  promises: string;
  seed: number;
  /** What else leads to the same attack, as typed behind the file. */
  options?: readonly string[];
  engine: { name: string; version: string };
  /** The first broken law; null where all hold. */
  finding: Finding | null;
  diagnosis: Diagnosis | null;
  /** The model that it keeps to instead of the one that it broke, where no mistake is named; else null. */
  keepsInstead: string | null;
  survived: Survived;
  /** What was not attacked, and why: full sentences. */
  notAttacked: readonly string[];
  /** What does not break the promise, and is worth knowing: full sentences. */
  weaknesses: readonly string[];
  /** Null where it is broken, or nothing is there to compare with. */
  cost: Cost | null;
}

/** How an attack goes on: for a line of progress. */
export interface AttackProgress {
  /** What is being tried, such as `window edges`. */
  trying: string;
  traces: number;
  jumps: number;
  /** 0 to 1. */
  share: number;
}

/** The verdict as `--json` has it. */
export function verdictDocument(verdict: Verdict): Document {
  const { finding, diagnosis } = verdict;
  return {
    ...verdict,
    broken: finding !== null,
    law: finding?.law ?? null,
    mistake: diagnosis?.name ?? null,
    mission: diagnosis?.mission ?? null,
    sequence: finding?.steps ?? null,
    jumps: finding?.steps.length ?? null,
  };
}

export type { Sequence };
