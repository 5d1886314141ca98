import { NoEngineError } from '../errors.ts';

/** One argument of a command, sent as it is. */
export type Arg = string | number | Buffer;
export type Command = readonly Arg[];

/** A RESP2 reply with bulk strings decoded as UTF-8. */
export type Reply = string | number | null | Reply[];
/** A RESP2 reply with bulk strings as bytes. */
export type RawReply = Buffer | string | number | null | RawReply[];

/** One real connection to the server. Replies that are errors reject with `ReplyError`. */
export interface Connection {
  call(...command: Arg[]): Promise<Reply>;
  callRaw(...command: Arg[]): Promise<RawReply>;
  /**
   * Optimistic locking: WATCHes `keys` (if any), lets `plan` read and answer with commands, runs them as one MULTI/EXEC, and
   * starts over when a watched key changed meanwhile. An element is an `Error` where that command failed.
   */
  watched(keys: readonly string[], plan: () => Promise<Command[]>): Promise<(Reply | Error)[]>;
  /** Resolves when the connection has ended, whoever ended it; absent where that is not told. */
  readonly ended?: Promise<void>;
  /** Where the server is a cluster; undefined where it is one server. */
  readonly cluster?: ClusterView;
  close(): void;
}

/** A cluster's nodes, as far as a connection to it knows them. */
export interface ClusterView {
  /** Each of the primaries, for what no key leads to a node: SCAN, MONITOR. They belong to the cluster's connection. */
  primaries(): readonly ClusterPrimary[];
  /** The slot that a key belongs to, and the primary that serves it: `host:port`, null where nobody does. */
  placeOf(key: string | Buffer): KeyPlace;
  /** Gives up the connection to one node, `host:port`: it may be dead without a word. The next command to it opens a new one. */
  drop(node: string): void;
}

export interface KeyPlace {
  slot: number;
  node: string | null;
}

/** One primary of a cluster, by itself. */
export interface ClusterPrimary extends Pick<Connection, 'call' | 'callRaw'> {
  /** `host:port`. */
  readonly address: string;
  monitor(seen: (line: string) => void): Promise<() => void>;
}

export type EngineKind = 'url' | 'valkey' | 'cluster' | 'builtin';

/** What an engine can do beyond the commands that every one has. Declared by its adapter, never probed. */
export interface Capabilities {
  monitor: boolean;
  object: boolean;
  memory: boolean;
  ldb: boolean;
  acl: boolean;
  cluster: boolean;
  /** TIME and TTLs stand still inside MULTI/EXEC and inside a script. */
  frozenTime: boolean;
  /** The namespace's clock can be held: what keeps it and all limiters are on one server. */
  heldClock: boolean;
}

/** The server that scripts run on. */
export interface Engine extends Connection {
  readonly kind: EngineKind;
  /** `valkey`, `redis` or `look-alike`, and its version. */
  readonly server: { readonly name: string; readonly version: string };
  readonly capabilities: Capabilities;
  /** Where it listens, without its password. */
  readonly address: string;
  /** Of a private cluster: its URL with the password, for `engine url` and nothing else. */
  readonly loginUrl?: string;
  /** Opens one more connection to the same server. */
  connect(): Promise<Connection>;
  /**
   * Opens one more, in MONITOR mode: `seen` gets every line that the server tells from then on. Rejects with `ReplyError`
   * where the server refuses. Answers with how to stop.
   */
  monitor(seen: (line: string) => void): Promise<() => void>;
}

/** No node of a cluster answered for a key's slot, however often it was asked. */
export class SlotUnserved extends NoEngineError {
  /** What the last one said. */
  readonly last: string;
  constructor(address: string, last: string, cause: unknown) {
    super(
      `Nobody in the cluster at ${address} answers for this slot now (${last}). A failover takes a second or two: run the command again.`,
      { cause },
    );
    this.last = last;
  }
}

/** The server answered a command with an error. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
}
