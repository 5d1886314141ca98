import { correct } from '../algorithms/index.ts';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';
import { UsageError } from '../errors.ts';
import { makeScript, type Script } from '../limiter/script.ts';
import { readSeveral, severalArgs, severalFile } from '../limiter/several.ts';
import type { Answer } from './answer.ts';
import type { Ask } from './decider.ts';
import { keysOf } from './keys.ts';

const together = 'all-or-nothing';

/** An ask as the engine is asked: one command, and how to read what it answers. */
export interface Question {
  script: Script;
  keys: readonly string[];
  args: readonly string[];
  read(reply: Reply): Answer;
}

export interface Questions {
  /** Every script that may be asked, to be loaded beforehand. */
  scripts: readonly Script[];
  /** Throws `UsageError` where there is no such algorithm. */
  of(ask: Ask): Question;
}

/** What turns asks into questions: of one policy to its algorithm, of several to the script that decides all or nothing. */
export function makeQuestions(prefix: string, packageFile: (path: string) => string): Questions {
  const load = (file: string) => makeScript(file, packageFile(file));
  const single = new Map(
    correct.map((algorithm) => [algorithm.name, { algorithm, script: load(`lua/${algorithm.name}.lua`) }]),
  );
  const combined = load(severalFile(together));

  const ofOne = (ask: Ask): Question => {
    const [policy] = ask.policies as [Ask['policies'][number]];
    const { drive, name } = policy;
    const known = single.get(drive.algorithm);
    if (!known) throw new UsageError(`The policy ${name} names an algorithm that is not there.`);
    const { algorithm, script } = known;
    // On the live clock a script asks the server for the time, and no correct one believes the caller's.
    const call = { drive, cost: ask.cost, heldMs: null, callerMs: 0 };
    return {
      script,
      keys: keysOf(prefix, ask),
      args: algorithm.args(call),
      read(reply) {
        // Scripts of other conventions may not say; one under the contract does.
        const { allowed, remaining, retryAfterMs, resetAfterMs, delayMs } = algorithm.read(reply, call);
        const standing = { remaining: remaining!, retryAfterMs: retryAfterMs!, resetAfterMs: resetAfterMs! };
        return {
          allowed,
          standings: [{ policy, ...standing }],
          deniedBy: allowed ? null : name,
          retryAfterMs: standing.retryAfterMs,
          ...(delayMs !== undefined && { delayMs }),
        };
      },
    };
  };

  const ofSeveral = (ask: Ask): Question => {
    const { policies, cost } = ask;
    return {
      script: combined,
      keys: keysOf(prefix, ask),
      args: severalArgs({ limits: policies.map(({ drive }) => drive), cost, heldMs: null }),
      read(reply) {
        const { allowed, deniedBy, retryAfterMs, standings } = readSeveral(together, reply, policies.length);
        return {
          allowed,
          standings: standings.map((standing, at) => ({ policy: policies[at]!, ...standing })),
          deniedBy: deniedBy === null ? null : policies[deniedBy]!.name,
          retryAfterMs,
        };
      },
    };
  };

  return {
    scripts: [...[...single.values()].map(({ script }) => script), combined],
    of: (ask) => (ask.policies.length === 1 ? ofOne(ask) : ofSeveral(ask)),
  };
}

/**
 * Asks with one command, by the script's SHA. A server that does not know it is sent the whole text, which it then keeps: not
 * SCRIPT LOAD and again, for a flush could come in between, for ever.
 */
export async function put(connection: Connection, { script, keys, args, read }: Question): Promise<Answer> {
  const call = (how: string, what: string) => connection.call(how, what, keys.length, ...keys, ...args);
  let reply: Reply;
  try {
    reply = await call('EVALSHA', script.sha);
  } catch (error) {
    if (!(error instanceof ReplyError) || !error.message.startsWith('NOSCRIPT')) throw error;
    reply = await call('EVAL', script.text);
  }
  return read(reply);
}
