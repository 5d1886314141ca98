import { Redis, type RedisOptions } from 'iovalkey';
import { codeOf, messageOf, NoEngineError } from '../errors.ts';
import { ReplyError, type Arg, type Command, type Connection, type RawReply, type Reply } from './port.ts';
import type { ServerUrl } from './url.ts';

const connectTimeoutMs = 5_000;
/** A server that accepts a command and never answers must not hold a terminal for ever. */
const commandTimeoutMs = 15_000;
/** A held decision retries when `warp` moved the clock under it; more often than this is a bug, not bad luck. */
const mostRetries = 100;

function options(url: ServerUrl): RedisOptions {
  return {
    ...(url.path ? { path: url.path } : { host: url.host!, port: url.port! }),
    ...loginOptions(url),
    ...(url.tls && { tls: { servername: url.host! } }),
    db: url.db,
    lazyConnect: true,
    retryStrategy: () => null,
  };
}

/** What holds for every connection to a server, also to one of several: who asks, and how long. */
export function loginOptions({ username, password }: ServerUrl) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    enableReadyCheck: false,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 0,
  };
}

/** Connects once, without retries. Throws `NoEngineError` with the real cause in one line. */
export async function connect(url: ServerUrl): Promise<Connection> {
  return connectionOf(await openClient(url), url);
}

/** The same, as the driver's own client. */
export async function openClient(url: ServerUrl): Promise<Redis> {
  const client = new Redis(options(url));
  let cause: unknown;
  // connect() rejects with "Connection is closed."; why is told here alone.
  client.on('error', (error) => {
    cause = error;
  });
  try {
    await client.connect();
    guard(client.stream);
    // A wrong password or database, or a server that is no Valkey, shows itself with the first command only.
    await withinMs(connectTimeoutMs, client.ping());
    if (cause) throw cause as Error;
  } catch (error) {
    disconnect(client);
    throw unusable(cause ?? error, url);
  }
  return client;
}

/**
 * The driver reads an answer by recursion, and a script may answer with thousands of lists in each other: that must end the
 * connection, and not this process.
 */
export function guard(stream: Redis['stream']): void {
  const readers = stream.listeners('data') as ((chunk: Buffer) => void)[];
  stream.removeAllListeners('data');
  stream.on('data', (chunk: Buffer) => {
    try {
      for (const read of readers) read(chunk);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
}

/** The driver waits two seconds for a stream to end, also for one that has ended: that would hold up the exit. */
export function disconnect(client: Redis): void {
  if (client.status !== 'end') client.disconnect();
}

/** What keeps a server from being used, in one line. */
export function unusable(cause: unknown, url: ServerUrl): NoEngineError {
  const what = `Cannot use the server at ${url.shown}: ${reason(cause, url)}`;
  const next = remedy(codeOf(cause));
  return new NoEngineError(next === null ? what : `${what} ${next}`, { cause, fact: what });
}

/** The outcome of the work, or an error after `ms`. */
export function withinMs<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function reason(error: unknown, url: ServerUrl): string {
  const message = messageOf(error);
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'nothing listens there.';
  if (code === 'ENOENT') return 'there is no such socket.';
  if (code === 'EACCES') return 'its socket may not be opened by this user.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host "${url.host}" is not known.`;
  if (message.startsWith('Protocol error'))
    return 'what listens there does not speak the protocol of Valkey.';
  if (/cluster support disabled/.test(message)) return 'it is no cluster: name one host.';
  if (url.nodes && message === 'Connection is closed.')
    return 'none of its nodes can be reached. Check hosts and ports.';
  if (/WRONGPASS|NOAUTH|invalid password/i.test(message))
    return 'it refused the login. Check user and password in the URL.';
  if (/DB index is out of range/i.test(message)) return `it has no database ${url.db}.`;
  if (/NOPERM/.test(message)) return `the user may not do this: ${message}`;
  if (message.startsWith('BUSY'))
    return 'a script loops in it. `hyperdrive engine stop` ends a private server.';
  if (code === 'EPIPE' || code === 'ECONNRESET') return 'it hung up.';
  if (/timed out|ETIMEDOUT/i.test(message)) return `it did not answer in time (${message}).`;
  if (/self.signed|certificate|unable to verify/i.test(message))
    return `its certificate is not trusted (${message}). Name its authority in NODE_EXTRA_CA_CERTS.`;
  return message;
}

/** What somebody may do about it who has run a command. */
function remedy(code: string | undefined): string | null {
  if (code === 'ECONNREFUSED') return 'Start it, or leave out --url to use a private one.';
  if (code === 'ENOENT') return '`hyperdrive engine status` shows what runs.';
  if (code === 'EPIPE' || code === 'ECONNRESET') return 'Run the command again.';
  return null;
}

/** What a failed command comes to: a `ReplyError` of the server's, or a `NoEngineError`. */
export function failure(error: unknown, url: ServerUrl): Error {
  if ((error as Error | null)?.name === 'ReplyError') {
    // EXECABORT tells only that a queued command was refused; which and why stands beside it.
    const refused = (error as { previousErrors?: unknown[] }).previousErrors?.[0];
    return new ReplyError(messageOf(refused ?? error), { cause: error });
  }
  const late = /Command timed out/.test(messageOf(error));
  const fact = `The server at ${url.shown} ${late ? 'stopped answering' : 'went away'}.`;
  return new NoEngineError(
    late
      ? `The server at ${url.shown} stopped answering: does a script loop? \`hyperdrive engine stop\` ends a private one.`
      : `${fact} Run the command again; \`hyperdrive engine status\` shows what runs.`,
    { cause: error, fact },
  );
}

/** The connection that a client of the driver's is. */
export function connectionOf(client: Redis, url: ServerUrl): Connection {
  let turn: Promise<unknown> = Promise.resolve();

  const call = async (...[name, ...args]: Arg[]): Promise<Reply> => {
    try {
      return (await client.call(String(name), args)) as Reply;
    } catch (error) {
      throw failure(error, url);
    }
  };

  return {
    call,
    async callRaw(...[name, ...args]) {
      try {
        return (await client.callBuffer(String(name), args)) as RawReply;
      } catch (error) {
        throw failure(error, url);
      }
    },
    watched(keys, plan) {
      // WATCH belongs to the connection: two at once would share, and drop, each other's.
      const run = turn.then(() => attempt(keys, plan));
      turn = run.catch(() => undefined);
      return run;
    },
    ended: new Promise((resolve) => {
      client.once('end', resolve);
    }),
    close: () => disconnect(client),
  };

  async function attempt(
    keys: readonly string[],
    plan: () => Promise<Command[]>,
  ): Promise<(Reply | Error)[]> {
    for (let tries = 0; tries < mostRetries; tries++) {
      // Sent together: the plan's first question does not wait for the WATCH to be answered.
      const watching = keys.length ? call('WATCH', ...keys) : null;
      let commands: Command[];
      try {
        [commands] = await Promise.all([plan(), watching]);
      } catch (error) {
        await call('UNWATCH');
        throw error;
      }
      if (!commands.length) {
        if (keys.length) await call('UNWATCH');
        return [];
      }
      const multi = client.multi();
      for (const [name, ...args] of commands) multi.call(String(name), args as string[]);
      let replies;
      try {
        replies = await multi.exec();
      } catch (error) {
        throw failure(error, url);
      }
      if (replies) return replies.map(([error, reply]) => (error ? failure(error, url) : (reply as Reply)));
    }
    throw new NoEngineError(`The held clock at ${url.shown} keeps moving: is another program warping it?`);
  }
}
