import type { HostedKind } from '../../engine/host/protocol.ts';
import type { DeciderOptions } from '../decider.ts';
import type { Totals } from '../metrics.ts';
import type { Route } from '../routes.ts';
import type { Trust } from '../trust.ts';

/** Everything that one gateway is told. It comes over IPC: a command line or an environment could be read by others. */
export interface InstanceSettings {
  /** Which one it is, from 1. */
  instance: number;
  host: string;
  /** 0 is any that is free. */
  port: number;
  /** Take the next free port where this one is taken. */
  orNext: boolean;
  /** The URL of the engine, or which one of the private ones, of whoever hosts them; null where none is asked. */
  server: string | { hosted: HostedKind } | null;
  decider: DeciderOptions;
  routes: readonly Route[];
  keyHeader: string;
  secret: string;
  trustProxy: Trust | null;
  /** How long requests that run may take to end when the gateway does. */
  drainMs: number;
  /** Count what callers were allowed and denied. */
  record: boolean;
}

/** How a gateway ended: what it did, and how many connections had to be cut. */
export interface Ended extends Totals {
  cut: number;
}

/** What the parent process says to a gateway. */
export type ToInstance =
  | { op: 'start'; settings: InstanceSettings }
  /** Forget what you remember of callers, and count from 0. */
  | { op: 'reset' }
  /** Send what you have counted. */
  | { op: 'settle' }
  | { op: 'drain' };

/** What a gateway says to its parent. */
export type FromInstance =
  | { op: 'ready'; url: string; port: number }
  | { op: 'failed'; message: string }
  | { op: 'notice'; line: string }
  | { op: 'reset' | 'settle'; done: boolean }
  | ({ op: 'ended' } & Ended);
