import { ReplyError } from '../engine/port.ts';
import { messageOf, NoEngineError, UsageError } from '../errors.ts';

/** What kept the engine from deciding. */
export interface Trouble {
  /** One line for people, with a full stop. It never holds a password. */
  line: string;
  /** The engine cannot decide anything now, as far as anybody knows; otherwise this one ask is at fault, and the next may pass. */
  general: boolean;
}

/** What errors of the server mean that no script can decide, by the word that they begin with. */
const cannotDecide: Record<string, string> = {
  OOM: 'The engine is out of memory and may evict nothing (OOM): raise its maxmemory, or give it an eviction policy.',
  READONLY: 'The engine is a read-only replica (READONLY): name its primary.',
  LOADING: 'The engine is still loading its data (LOADING).',
  BUSY: 'A script runs in the engine and does not end (BUSY): SCRIPT KILL ends it.',
  MISCONF: 'The engine takes no writes, for it cannot save them (MISCONF): look at its log.',
  NOREPLICAS: 'The engine takes no writes, for too few replicas follow it (NOREPLICAS).',
  CLUSTERDOWN: 'The cluster is down (CLUSTERDOWN): some slots have no primary.',
  MASTERDOWN: 'The engine is a replica that has lost its primary (MASTERDOWN).',
  NOAUTH: 'The engine wants a login (NOAUTH): put user and password into the URL.',
  UNKILLABLE: 'A script that has written runs in the engine and does not end (UNKILLABLE).',
};

/** Redis 7.0 says so of a command in a script. */
const noRight = /^NOPERM|The user executing the script can't|ACL failure in script/;

/** Renamed away, for safety, or a server that never had it. */
const noCommand = /^ERR unknown command/;

/** What is wrong with one ask alone: a script says so of its arguments and keys, the server of a key of another type. */
const thisAskAlone =
  /^WRONGTYPE |^ERR (?:KEYS|ARGV|limit|period_ms|cost|capacity|now_ms|the) .*\b(?:must be|holds no)\b/;

export function troubleOf(error: unknown): Trouble {
  // What to do next is for people who run commands: a gateway goes on by itself.
  const said = oneLine(error instanceof NoEngineError ? error.fact : messageOf(error));
  if (error instanceof ReplyError) {
    if (noRight.test(said)) {
      return {
        line: `The engine's user may not decide limits (it needs EVALSHA, EVAL, what the scripts call, and the keys): ${said}.`,
        general: true,
      };
    }
    const word = /^[A-Z]+/.exec(said)?.[0] ?? '';
    const known = Object.hasOwn(cannotDecide, word) ? cannotDecide[word]! : null;
    if (known) return { line: known, general: true };
    if (noCommand.test(said)) {
      return {
        line: `The engine has no such command, and deciding needs EVALSHA and EVAL: ${said}.`,
        general: true,
      };
    }
    // What nobody knows may go wrong for everybody: it must not do so without a word.
    return { line: `The engine refused: ${said}.`, general: !thisAskAlone.test(said) };
  }
  // A UsageError is about the policy that was asked.
  return { line: `${said}.`, general: !(error instanceof UsageError) };
}

const longest = 300;

/**
 * What was said, in one line without a full stop, and without the script's SHA. A server may repeat what it did not understand,
 * logins included.
 */
function oneLine(message: string): string {
  return message
    .replace(/,? with args beginning with[^]*/, '')
    .replace(/\.? script: [0-9a-f]{40}, on @user_script:\d+\.?$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, longest)
    .trim()
    .replace(/\.$/, '');
}
