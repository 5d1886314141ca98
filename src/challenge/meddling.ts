import type { Arena } from '../engine/arena.ts';
import type { Reply } from '../engine/port.ts';
import type { ArenaKeeper } from './arena-keeper.ts';
import type { Trial } from './battery.ts';
import { expectedOf } from './expect.ts';
import { keysOf, playSequence } from './play.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { expectedText } from './tell.ts';
import type { Finding, Law } from './verdict.ts';

/** Something that a script reached for, and must not. */
interface Meddling {
  law: Extract<Law, 'keys' | 'commands'>;
  what: string;
}

/**
 * Whether a script reaches for other keys or commands that no limiter needs, also where it keeps the refusal to itself
 * (`pcall`), and on engines that refuse nothing. Plays the trials one by one until it does.
 */
export async function meddlingFinding(
  keeper: ArenaKeeper,
  specimen: Specimen,
  trials: Iterable<Trial>,
): Promise<Finding | null> {
  for (const { sequence } of trials) {
    for (const length of new Set([1, 2, 3, sequence.jumps.length])) {
      const upTo = { ...sequence, jumps: sequence.jumps.slice(0, length) };
      const found = await keeper.use((arena) => meddlingIn(arena, specimen, upTo));
      if (found) return tell(specimen, upTo, found);
    }
  }
  return null;
}

async function meddlingIn(arena: Arena, specimen: Specimen, sequence: Sequence): Promise<Meddling | null> {
  const { acl } = arena.capabilities;
  const play = () => playSequence(arena, specimen, sequence);
  if (acl) await arena.admin.call('ACL', 'LOG', 'RESET');
  // An ACL stops who reaches for other keys, where those that may be touched can be named before.
  const commands =
    acl && !specimen.convention.keyGlobs ? await noneOf(play) : await arena.watchCommands(play);
  const logged = acl ? fromLog((await arena.admin.call('ACL', 'LOG')) as Reply[][]) : null;
  const words = commands.map((one) => one.map(String));
  return logged ?? fromCommands(words, keysOf(specimen, sequence));
}

async function noneOf(work: () => Promise<unknown>): Promise<Buffer[][]> {
  await work();
  return [];
}

/** The oldest entry of ACL LOG, which tells the newest first. */
function fromLog(log: Reply[][]): Meddling | null {
  const entry = log.at(-1);
  if (!entry) return null;
  const field = (name: string) => String(entry[entry.indexOf(name) + 1]);
  return field('reason') === 'key'
    ? { law: 'keys', what: `the key ${field('object')}` }
    : { law: 'commands', what: `the command ${field('object').toUpperCase()}` };
}

const keyless = new Set(['TIME', 'PING', 'ECHO', 'SELECT']);
const allKeys = new Set(['DEL', 'UNLINK', 'EXISTS', 'TOUCH', 'MGET']);
const forbidden =
  /^(FLUSHALL|FLUSHDB|CONFIG|SHUTDOWN|DEBUG|KEYS|SCAN|SWAPDB|MIGRATE|REPLICAOF|SLAVEOF|ACL|MODULE|FUNCTION|SCRIPT|CLIENT|CLUSTER|SAVE|BGSAVE|BGREWRITEAOF|MONITOR|RANDOMKEY|DBSIZE|PUBLISH|SPUBLISH|EVAL|EVALSHA|FCALL|INFO|SELECT|MOVE|COPY|WAIT|B[LRZ](MOVE|POP|MPOP).*)$/;

function fromCommands(commands: readonly string[][], declared: readonly string[]): Meddling | null {
  for (const [name = '', ...args] of commands) {
    const command = name.toUpperCase();
    if (forbidden.test(command)) return { law: 'commands', what: `the command ${command}` };
    if (keyless.has(command)) continue;
    const keys = allKeys.has(command) ? args : args.slice(0, 1);
    const stray = keys.find((key) => !declared.includes(key));
    if (stray !== undefined) return { law: 'keys', what: `the key ${stray}` };
  }
  return null;
}

function tell(specimen: Specimen, sequence: Sequence, { law, what }: Meddling): Finding {
  const expected = expectedOf(specimen, sequence);
  const last = sequence.jumps.length - 1;
  return {
    law,
    drive: sequence.drive,
    startMs: sequence.startMs,
    steps: sequence.jumps.map((jump, index) => ({
      ...jump,
      expected: expectedText(expected[index]!),
      got: index === last ? `reached for ${what}` : 'an answer',
      broken: index === last,
      state: [],
    })),
    promised:
      law === 'keys'
        ? 'Every key that the script touches is declared in KEYS.'
        : 'A limiter keeps to its own keys.',
    happened: `It reached for ${what}, which ${law === 'keys' ? 'it has not declared' : 'no limiter needs'}.`,
    seen: 'held',
  };
}
