import type { Capabilities, Connection } from './port.ts';

/** Why an arena ended on its own: the work took too long, or the server died of it. */
export type Fall = 'deadline' | 'died';

/** An arena fell while work was going on in it. */
export class ArenaFell extends Error {
  override readonly name = 'ArenaFell';
  readonly fall: Fall;
  constructor(fall: Fall) {
    super(fall === 'deadline' ? 'it took too long' : 'the server died of it');
    this.fall = fall;
  }
}

/** What an arena is opened with. */
export interface ArenaOptions {
  /** Exactly these keys may be touched. */
  keys: readonly string[];
  /** And those that these match, for limiters whose keys are only known when they are called. */
  globs?: readonly string[];
}

/**
 * A throwaway server for scripts that nobody trusts: its own process, its own folder, a bounded address space. It is
 * killed, not asked, and dies with this process.
 */
export interface Arena {
  readonly server: { readonly name: string; readonly version: string };
  readonly capabilities: Capabilities;
  /** As the script's user: the declared keys, and no command that could harm. Where the engine has ACLs. */
  readonly connection: Connection;
  /** One more such connection. */
  connect(): Promise<Connection>;
  /** As a user who may do everything, on keys too. */
  readonly admin: Connection;
  /** What scripts send while work goes on, in order, `[name, ...args]` each; without what the server refused. For engines without ACLs. */
  watchCommands(work: () => Promise<unknown>): Promise<Buffer[][]>;
  /** Does work that is over within so many ms, or the server is killed and `ArenaFell` thrown; also where it dies by itself. */
  within<T>(ms: number, work: () => Promise<T>): Promise<T>;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

/** Opens arenas, one after another. */
export type Arenas = (options: ArenaOptions) => Promise<Arena>;
