import { createHash } from 'node:crypto';
import { runOnClock, type ClockedRun } from '../engine/clock.ts';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';

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

/**
 * The scripts of a Lua file: one, or several where lines `-- call 1…`, `-- call 2…` part it, each a call of its own. What
 * stands before the first such line is the file's head.
 */
export function makeScripts(name: string, text: string): readonly Script[] {
  const parts = text.split(/^(?=-- call \d+\b)/m);
  return parts.length === 1 ? [makeScript(name, text)] : parts.slice(1).map((part) => makeScript(name, part));
}

/**
 * Runs a script once, by its SHA, by the namespace's clock; a server that does not know it is sent the whole text, which it
 * then keeps. `whole` sends the text in any case. Rejects with `ReplyError` where the script or the server refuses.
 */
export async function runScript(
  connection: Connection,
  script: Script,
  keys: readonly string[],
  args: (heldMs: number | null) => readonly string[],
  { prefix, whole }: { prefix: string; whole: boolean },
): Promise<ClockedRun> {
  const run = (...how: How) =>
    runOnClock(connection, prefix, keys, (heldMs) => [...how, keys.length, ...keys, ...args(heldMs)]);
  return whole ? run('EVAL', script.text) : bySha(script, run);
}

/** The same as one plain command, for who never holds a clock: `args` tell the script to ask the server's. */
export function runLive(
  connection: Pick<Connection, 'call'>,
  script: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<Reply> {
  return bySha(script, (...how) => connection.call(...how, keys.length, ...keys, ...args));
}

type How = [command: 'EVAL' | 'EVALSHA', script: string];

async function bySha<T>({ sha, text }: Script, run: (...how: How) => Promise<T>): Promise<T> {
  try {
    return await run('EVALSHA', sha);
  } catch (error) {
    if (!(error instanceof ReplyError) || !error.message.startsWith('NOSCRIPT')) throw error;
    // Not SCRIPT LOAD and again: a flush could come in between, for ever.
    return run('EVAL', text);
  }
}
