import { randomUUID } from 'node:crypto';
import { messageOf } from '../errors.ts';
import { disconnect, failure, openClient } from './connection.ts';
import type { Redis } from 'iovalkey';
import type { Command, Connection, Engine } from './port.ts';
import type { ServerUrl } from './url.ts';

/** A server that shows what it does at all shows it at once. */
const patienceMs = 5_000;

/** Opens a connection in MONITOR mode; `seen` gets each of its lines. Rejects with `ReplyError` where the server refuses. */
export async function openMonitor(url: ServerUrl, seen: (line: string) => void): Promise<() => void> {
  return startMonitor(await openClient(url), url, seen);
}

/** The same on a client that nobody else uses. */
export async function startMonitor(
  client: Redis,
  url: ServerUrl,
  seen: (line: string) => void,
): Promise<() => void> {
  try {
    await client.call('MONITOR');
  } catch (error) {
    disconnect(client);
    throw failure(error, url);
  }
  // What comes now are lines and no replies; the driver would look for the commands that they answer.
  client.stream.removeAllListeners('data');
  let rest = '';
  client.stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop()!;
    for (const line of lines) seen(line);
  });
  return () => disconnect(client);
}

/** One command as MONITOR tells it. */
export interface SeenCommand {
  /** Sent by a script, not by a client. */
  byScript: boolean;
  /** The command and its arguments, byte by byte. */
  words: Buffer[];
}

/** `+1790000000.000000 [0 lua] "ZADD" "key" "5" "a\x00b"`; null for what is no such line, or only the end of one. */
export function parseMonitorLine(line: string): SeenCommand | null {
  const match = /^\+[\d.]+ \[\d+ (.*?)\] (?=")/.exec(line);
  if (!match) return null;
  const words = [...line.slice(match[0].length).matchAll(/"((?:[^"\\]|\\.)*)"/g)];
  return { byScript: match[1] === 'lua', words: words.map(([, word]) => unescape(word!)) };
}

const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b' };

function unescape(word: string): Buffer {
  const text = word.replaceAll(/\\(?:x([0-9a-f]{2})|(.))/g, (_, byte?: string, letter = '') =>
    byte === undefined ? (named[letter] ?? letter) : String.fromCharCode(Number.parseInt(byte, 16)),
  );
  return Buffer.from(text, 'latin1');
}

/** The commands of a server as they come in. */
interface Sight {
  /** Resolves when all has been seen that was done until now; false where that does not come to pass. */
  caughtUp(): Promise<boolean>;
  stop(): void;
}

/** Lets `see` have every command that the server does from now on. Rejects with `ReplyError` where the server refuses. */
export async function openSight(
  engine: Pick<Engine, 'call' | 'monitor'>,
  see: (command: SeenCommand) => void,
): Promise<Sight> {
  const end = randomUUID();
  let ended = () => {};
  const complete = new Promise<boolean>((resolve) => {
    ended = () => resolve(true);
  });
  let timer: NodeJS.Timeout | undefined;
  const stop = await engine.monitor((line) => {
    const command = parseMonitorLine(line);
    if (!command) return;
    if (!command.byScript && String(command.words[1]) === end) ended();
    else see(command);
  });
  return {
    async caughtUp() {
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, patienceMs, false);
      });
      await engine.call('PING', end);
      return Promise.race([complete, late]);
    },
    stop() {
      clearTimeout(timer);
      stop();
    },
  };
}

/** What work came to, and the commands that its scripts sent to the server, in order; or why nobody could see them. */
export type Watched<T> = { result: T; commands: Buffer[][] } | { result: T; commands: null; why: string };

/**
 * Does `work` on a connection whose transactions stand between marks, and tells what `scripts` (as they are sent: SHAs and
 * texts) did in there. Of a cluster the primary is watched that serves `key`. Inside a transaction nothing interleaves, and the clock's own scripts are not among the asked. A server
 * that does not let itself be watched has the work done all the same.
 */
export async function watchScripts<T>(
  engine: Engine,
  scripts: ReadonlySet<string>,
  key: string,
  work: (connection: Connection) => Promise<T>,
): Promise<Watched<T>> {
  const unseen = async (why: string) => ({ result: await work(engine), commands: null, why });
  if (!engine.capabilities.monitor) return unseen('this engine has no MONITOR');
  const mark = randomUUID();
  const commands: Buffer[][] = [];
  let inside = false;
  let ours = false;

  const see = ({ byScript, words }: SeenCommand) => {
    if (byScript) {
      if (inside && ours) commands.push(words);
      return;
    }
    const [name = '', argument = ''] = words.slice(0, 2).map(String);
    ours = /^EVAL(SHA)?$/i.test(name) && scripts.has(argument);
    if (argument === mark) inside = !inside;
  };
  let sight: Sight;
  try {
    sight = await openSight(serverOf(engine, key), see);
  } catch (error) {
    return unseen(`the server refuses MONITOR: ${messageOf(error)}`);
  }
  try {
    const result = await work(marking(engine, mark));
    return (await sight.caughtUp())
      ? { result, commands }
      : { result, commands: null, why: 'MONITOR did not show them' };
  } finally {
    sight.stop();
  }
}

function serverOf(engine: Engine, key: string): Pick<Engine, 'call' | 'monitor'> {
  const { cluster } = engine;
  return cluster?.primaries().find(({ address }) => address === cluster.placeOf(key).node) ?? engine;
}

/** The same connection, with a PING of ours before and behind what each of its transactions does. */
function marking(connection: Connection, mark: string): Connection {
  const ping: Command = ['PING', mark];
  return {
    ...connection,
    async watched(keys, plan) {
      const replies = await connection.watched(keys, async () => {
        const commands = await plan();
        return commands.length ? [ping, ...commands, ping] : commands;
      });
      return replies.slice(1, -1);
    },
  };
}
