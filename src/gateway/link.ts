import { ReplyError, type ClusterView, type Connection } from '../engine/port.ts';
import { NoEngineError } from '../errors.ts';
import type { Script } from '../limiter/script.ts';
import { within } from './deadline.ts';
import type { Scheduler } from './scheduler.ts';

/** Opening may mean to start a server; but not for ever. */
const openLimitMs = 30_000;
const closing = 'The gateway is closing.';

export interface LinkNeeds {
  open(): Promise<Connection>;
  /** Loaded on every connection before anything else is sent. */
  scripts: readonly Script[];
  scheduler: Scheduler;
  /** Told when a connection stands. */
  opened(): void;
  /** Told when it broke by itself. */
  broken(): void;
}

/** One kept connection, on which any number of commands are under way at once. */
export interface Link {
  /** Whether a connection stands, as far as anybody knows. */
  isUp(): boolean;
  /** Where keys are, while a connection to a cluster stands. */
  cluster(): ClusterView | undefined;
  /** The connection; a new one where none stands. Callers share one attempt. Rejects where it fails. */
  connection(): Promise<Connection>;
  /** Told that a call failed for want of a connection. */
  lost(connection: Connection): void;
  /** Gives the connection up: it may be dead without a word. What is under way on it fails. */
  drop(): void;
  close(): void;
}

export function makeLink({ open, scripts, scheduler, opened, broken }: LinkNeeds): Link {
  let current: Connection | null = null;
  let opening: Promise<Connection> | null = null;
  let closed = false;

  const lost = (connection: Connection) => {
    if (current !== connection) return;
    current = null;
    connection.close();
    if (!closed) broken();
  };

  const openNew = async (): Promise<Connection> => {
    const attempt = open();
    let connection: Connection;
    try {
      connection = await within(openLimitMs, attempt, scheduler);
    } catch (error) {
      // It may come yet; nobody waits for it any more.
      attempt.then(
        (late) => late.close(),
        () => {},
      );
      throw error;
    }
    if (closed) {
      connection.close();
      throw new NoEngineError(closing);
    }
    current = connection;
    void connection.ended?.then(() => lost(connection));
    // Not awaited: what is asked next is sent behind them, and a script that could not be loaded is sent whole.
    for (const { text } of scripts) {
      connection.call('SCRIPT', 'LOAD', text).catch((error: unknown) => {
        if (!(error instanceof ReplyError)) lost(connection);
      });
    }
    opened();
    return connection;
  };

  return {
    isUp: () => current !== null,
    cluster: () => current?.cluster,
    connection() {
      if (current) return Promise.resolve(current);
      if (closed) return Promise.reject(new NoEngineError(closing));
      opening ??= openNew().finally(() => {
        opening = null;
      });
      return opening;
    },
    lost,
    drop() {
      const dropped = current;
      current = null;
      dropped?.close();
    },
    close() {
      closed = true;
      current?.close();
      current = null;
    },
  };
}
