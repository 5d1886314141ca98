import type { Status } from '../engine/host/protocol.ts';
import type { Engine, EngineKind } from '../engine/port.ts';
import type { Machine } from '../platform/machine.ts';

/** What came of an attempt: a value, or why there is none. */
export type Answer<T> = { value: T } | { refused: string };

/** How output will look, and why. */
export interface Terminal {
  isTTY: boolean;
  canAsk: boolean;
  columns: number;
  /** As chalk counts: 0 none, 1 sixteen, 2 256, 3 all. */
  colourLevel: number;
  noColour: boolean;
  unicode: boolean;
  term: string | undefined;
}

/** What came with hyperdrive. */
export interface Package {
  version: string;
  folder: string;
  /** The versions of Node that it runs on. */
  node: string;
  scripts: { count: number; missing: string[] };
  missions: { count: number; problems: string[] };
}

/** What an open engine did when it was asked. */
export interface Probes {
  engine: Pick<Engine, 'kind' | 'server' | 'address' | 'capabilities'>;
  /** A round trip. */
  pingMs: number;
  script: Answer<true>;
  /** Whether a key of the doctor's own could be written and deleted again. */
  write: Answer<true>;
  memory: Answer<Memory>;
  clock: Answer<HeldClock>;
}

export interface Memory {
  policy: string;
  usedBytes: number;
  /** 0 for no limit. */
  mostBytes: number;
}

/** What a held clock left in the namespace. */
export interface HeldClock {
  /** Null where the clock is live. */
  heldMs: number | null;
  /** Deadlines in held time are there. */
  parked: boolean;
}

/** The engine that commands would use. */
export interface EngineFacts {
  kind: EngineKind;
  /** What made the choice. */
  because: string;
  /** What was tried in vain on the way. */
  notices: string[];
  probes: Answer<Probes>;
}

/** Everything that the checks look at. */
export interface Facts {
  machine: Machine;
  terminal: Terminal;
  package: Package;
  /** The fleet of the user's; null for the built-in one. */
  fleet: { file: string; ships: Answer<number> } | null;
  /** Who owned the private engines before the doctor came. */
  host: Answer<Status | null>;
  engine: EngineFacts;
  /** What is added to a command line to reach the same server and namespace. */
  options: string[];
  prefix: string;
}
