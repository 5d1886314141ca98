import type { Connection } from './port.ts';

/**
 * A server of this process's own for work that kills it: its own folder, a bounded address space, no persistence. It dies with
 * this process, however that ends.
 */
export interface Throwaway {
  readonly kind: 'valkey' | 'builtin';
  /** `valkey`, `redis` or `look-alike`, and its version. */
  readonly server: { readonly name: string; readonly version: string };
  /** Opens a connection to it. Rejects with `NoEngineError` while it is down. */
  connect(): Promise<Connection>;
  /** Kills it with SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>;
  /** Starts it again after that, with nothing in it, on the same socket. Resolves when it answers. */
  startAgain(): Promise<void>;
  /** Kills it and removes its folder, for good; also in the middle of a start. */
  remove(): Promise<void>;
}
