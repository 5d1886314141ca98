import { createHash } from 'node:crypto';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';
import { micros, runHeld } from '../engine/clock.ts';

/** A Lua script; its identity is computed from its text. */
export interface Script {
  /** What error messages call it: a file name. */
  name: string;
  text: string;
  sha: string;
}

export function makeScript(name: string, text: string): Script {
  return { name, text, sha: createHash('sha1').update(text).digest('hex') };
}

export interface ScriptRun {
  prefix: string;
  /** False: the server's own clock. */
  held: boolean;
  /** Send the whole text with EVAL instead of its SHA. */
  whole: boolean;
  /** Ask the server when it ran the script. */
  stamped: boolean;
}

export interface ScriptReply {
  reply: Reply;
  /** The server's real TIME of the run, in µs; 0 where nobody asked. */
  serverMicros: number;
}

/**
 * Runs a script once, by its SHA; a server that does not know it is given it, once. On a held clock the run is one
 * transaction at that instant. Rejects with `ReplyError` where the script or the server refuses.
 */
export async function runScript(
  connection: Connection,
  script: Script,
  keys: readonly string[],
  args: (heldMs: number | null) => readonly string[],
  { prefix, held, whole, stamped }: ScriptRun,
): Promise<ScriptReply> {
  const command = (nowMs: number | null) =>
    whole
      ? ['EVAL', script.text, keys.length, ...keys, ...args(nowMs)]
      : ['EVALSHA', script.sha, keys.length, ...keys, ...args(nowMs)];
  const once = async (): Promise<ScriptReply> => {
    if (held) {
      const run = await runHeld(connection, prefix, keys, command);
      if (run) return { reply: fulfilled(run.reply), serverMicros: run.serverMicros };
      // Another process let the clock go in the meantime.
    }
    if (!stamped) return { reply: await connection.call(...command(null)), serverMicros: 0 };
    const [reply, time] = await connection.watched([], async () => [command(null), ['TIME']]);
    return { reply: fulfilled(reply!), serverMicros: micros(time!) };
  };
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof ReplyError) || !error.message.startsWith('NOSCRIPT')) throw error;
    await connection.call('SCRIPT', 'LOAD', script.text);
    return once();
  }
}

function fulfilled(reply: Reply | Error): Reply {
  if (reply instanceof Error) throw reply;
  return reply;
}
