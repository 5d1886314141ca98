import { ArenaFell, type Fall } from '../engine/arena.ts';
import { ReplyError } from '../engine/port.ts';
import { scriptFailure } from '../limiter/jump.ts';
import { duration, instantText } from '../view/format.ts';
import { patienceMs, type ArenaKeeper } from './arena-keeper.ts';
import { candidatesIn } from './account.ts';
import { drivesOf } from './drives.ts';
import type { Examiner } from './examine.ts';
import { expectedOf } from './expect.ts';
import { beginningMs } from './plan.ts';
import { textIn } from './script-text.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { expectedText } from './tell.ts';
import type { Finding } from './verdict.ts';

/** Whether the server takes the scripts; null where it does. */
export async function compileFinding(keeper: ArenaKeeper, specimen: Specimen): Promise<Finding | null> {
  for (const script of specimen.scripts) {
    try {
      await keeper.use((arena) => arena.connection.call('SCRIPT', 'LOAD', textIn(arena, script.text, false)));
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      const told = scriptFailure({ ...script, name: specimen.file }, error.message)
        .replace(/^(.*) failed: Error compiling script \(new function\):? */, '')
        .replace(/ ?\[string "[^"]*"\]:(\d+):/, `${specimen.file}:$1:`);
      return {
        law: 'compiles',
        drive: drivesOf(specimen)[0] ?? { limit: 1, periodMs: 1_000 },
        startMs: beginningMs,
        steps: [],
        promised: 'A Lua script that the server takes.',
        happened: `The server does not: ${told.replace(/[.\s]*$/, '')}.`,
        seen: 'real',
      };
    }
  }
  return null;
}

/** What came of work, or the sequence over which the server fell. */
export type Guarded<T> = { done: T } | { fell: Finding };

/**
 * Does work on a sequence, in which the server may fall. Anybody can kill a server, and a laptop can fall asleep: the script is
 * only blamed when the server falls again.
 */
export async function guarded<T>(
  examiner: Examiner,
  sequence: Sequence,
  work: () => Promise<T>,
): Promise<Guarded<T>> {
  for (let again = false; ; again = true) {
    try {
      return { done: await work() };
    } catch (error) {
      if (!(error instanceof ArenaFell)) throw error;
      const fell = await repeated(examiner, sequence);
      if (fell) return { fell };
      if (again) return { fell: findingOf(examiner, sequence, sequence.jumps.length, error.fall) };
    }
  }
}

/**
 * A sequence up to the first jump at which the server falls again, or that takes too much by then; null where it gets through
 * this time.
 */
async function repeated(examiner: Examiner, sequence: Sequence): Promise<Finding | null> {
  const { jumps } = sequence;
  for (let length = 1; length <= jumps.length; length++) {
    const prefix = { ...sequence, jumps: jumps.slice(0, length) };
    try {
      const refused = candidatesIn(examiner, await examiner.examine(prefix)).find(
        ({ law }) => law === 'memory' || law === 'ends',
      );
      if (refused) return refused.finding;
    } catch (error) {
      if (!(error instanceof ArenaFell)) throw error;
      return findingOf(examiner, sequence, length, error.fall);
    }
  }
  return null;
}

/** That the server fell over the last of so many jumps. */
function findingOf({ specimen }: Examiner, sequence: Sequence, length: number, fall: Fall): Finding {
  const { jumps } = sequence;
  const upTo = { ...sequence, jumps: jumps.slice(0, length) };
  const expected = expectedOf(specimen, upTo);
  const at = instantText(upTo.jumps.at(-1)!.atMs - upTo.jumps[0]!.atMs);
  const endless = fall === 'deadline';
  return {
    law: endless ? 'ends' : 'memory',
    drive: sequence.drive,
    startMs: sequence.startMs,
    steps: upTo.jumps.map((jump, index) => ({
      ...jump,
      expected: expectedText(expected[index]!),
      got: index < length - 1 ? 'an answer' : endless ? 'no answer' : 'the connection broke',
      broken: index === length - 1,
      state: [],
    })),
    promised:
      'A decision in well under a millisecond, in little memory: while a script runs, nobody else is served.',
    happened: endless
      ? `${length > 1 ? `${length} jumps, up to the one at ${at},` : `The jump at ${at}`} had no answer after ${duration(patienceMs)}, and the server had to be killed.`
      : `At ${at} the server died of it, or the answer was more than anybody can take in.`,
    seen: 'held',
  };
}
