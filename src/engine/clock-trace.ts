import { createHash } from 'node:crypto';
import { HyperdriveError } from '../errors.ts';
import { advance, park, script, unpark } from './clock-lua.ts';
import { heldForMs, needOneServer, parkedForMs, reapPassed } from './clock.ts';
import { clockKey, parkedKey } from './namespace.ts';
import type { Arg, Command, Connection, Reply } from './port.ts';

/** One command of a trace, and the held instant that it runs at. */
export interface TraceStep {
  atMs: number;
  command: Command;
}

/**
 * Runs commands on `keys` on a clock that is held at `fromMs`, each at its own instant, in order, as one MULTI/EXEC: as if
 * the clock were warped to each instant and the command run there, at a fraction of the round trips. The clock stands at
 * the last instant then, and what expired on the way is deleted. The replies are the commands' own; an element is an
 * `Error` where that command failed, and the ones behind it ran all the same. Throws `HyperdriveError`, with nothing done,
 * where somebody else has moved the clock or let it go.
 */
export async function runTraceOnClock(
  connection: Connection,
  prefix: string,
  keys: readonly string[],
  fromMs: number,
  steps: readonly TraceStep[],
): Promise<(Reply | Error)[]> {
  needOneServer(connection);
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return [];
  const clock = clockKey(prefix);
  const all = [parkedKey(prefix), clock, ...keys];
  const clocked = ({ atMs, command }: TraceStep, index: number): Command[] => {
    const before = steps[index - 1];
    return [before ? script(advance, all, before.atMs, atMs) : script(unpark, all, atMs), command];
  };
  const replies = await connection.watched([clock], async () => {
    const held = await connection.call('GET', clock);
    if (held === null || Number(held) !== fromMs) throw meddled(held === null);
    return [
      // Ahead of the rest: what is parked may not outlive the clock.
      ['SET', clock, last.atMs, 'PX', heldForMs],
      ...known(steps.flatMap(clocked)),
      script(park, all, last.atMs, parkedForMs),
    ];
  });
  const own = (_: unknown, index: number) => index === 0 || index % 2 === 1;
  for (const reply of replies.filter(own)) if (reply instanceof Error) throw reply;
  await reapPassed(connection, prefix, last.atMs);
  return replies.filter((reply, index) => !own(reply, index));
}

/** A script that ran within a transaction is known to the server for the rest of it, so its text is sent once. */
function known(commands: readonly Command[]): Command[] {
  const shas = new Map<Arg, string>();
  return commands.map((command) => {
    const [name, text, ...rest] = command;
    if (name !== 'EVAL') return command;
    const sha = shas.get(text!);
    if (sha !== undefined) return ['EVALSHA', sha, ...rest];
    shas.set(text!, createHash('sha1').update(String(text)).digest('hex'));
    return command;
  });
}

function meddled(letGo: boolean): HyperdriveError {
  const what = letGo ? 'let the clock go' : 'moved the clock';
  return new HyperdriveError(
    `Somebody else ${what} in the middle: what came after is not known. Run it again, alone.`,
  );
}
