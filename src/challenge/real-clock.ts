import { createHash } from 'node:crypto';
import type { Command, Reply } from '../engine/port.ts';
import { judge } from './judge.ts';
import type { Examined, Examiner } from './examine.ts';
import { stateLines, stateLua } from './key-state.ts';
import { callOf, evalOn, keysOf, keysOfJump, readAnswer, timeMs } from './play.ts';
import type { Played, PlayedJump } from './played.ts';
import { textIn } from './script-text.ts';
import type { Sequence } from './sequence.ts';
import type { Law } from './verdict.ts';

/** Longer sequences are not repeated in real time. */
const longestMs = 4_000;

/**
 * A sequence that was found with the server's clock simulated, once more on the real one: each jump at its time, in a
 * transaction with TIME, so that what was due at that very instant is known. Null where it is too long, or the law holds there.
 */
export async function onTheRealClock(
  { specimen, keeper }: Examiner,
  { sequence }: Examined,
  law: Law,
  { now, sleep }: { now(): number; sleep(ms: number): Promise<void> },
): Promise<Examined | null> {
  const { jumps, drive, startMs } = sequence;
  // Nobody is on time to the tick.
  if (specimen.convention.tickMs) return null;
  const spanMs = jumps.at(-1)!.atMs - jumps[0]!.atMs;
  // At the same place in its period as the sequence starts, for windows that go by the clock.
  const period = drive.periodMs;
  const aligned = (((startMs - now()) % period) + period) % period;
  const waitMs = spanMs + aligned > longestMs ? 0 : aligned;
  if (spanMs > longestMs) return null;
  const [script] = specimen.scripts;
  let begin = now() + waitMs;
  // What is put into names and arguments is the time, too.
  const moved: Sequence = { ...sequence, startMs: begin - jumps[0]!.atMs };
  const keys = keysOf(specimen, moved);
  const played = await keeper.use(async (arena): Promise<Played> => {
    const { connection } = arena;
    const text = textIn(arena, script!.text, false);
    const sha = createHash('sha1').update(text).digest('hex');
    await connection.call('SCRIPT', 'LOAD', text);
    await connection.call('DEL', ...keys);
    const outcomes: PlayedJump[] = [];
    const atMs: number[] = [];
    for (const [index, jump] of jumps.entries()) {
      const waits = begin + jump.atMs - jumps[0]!.atMs - now();
      if (waits > 0) await sleep(waits);
      const call = callOf(moved, jump, index);
      const own = keysOfJump(specimen, moved, index);
      const commands: Command[] = [
        ['TIME'],
        ['EVALSHA', sha, own.length, ...own, ...specimen.convention.args(call)],
        ...keys.map((key): Command => ['PTTL', key]),
        evalOn(stateLua, keys),
      ];
      const [time, reply, ...after] = await connection.watched([], async () => commands);
      atMs.push(timeMs(time as Reply));
      // From then on by that one: who came late must not come too early after it.
      if (!index) begin = atMs[0]!;
      outcomes.push({
        ...readAnswer(specimen, reply as Reply | Error, call),
        ttls: after.slice(0, -1) as number[],
        state: stateLines(keys, after.at(-1) as Reply),
      });
    }
    return { keys, jumps: outcomes, atMs };
  }, longestMs * 2);
  const judged = judge(specimen, moved, played, 1);
  return judged.breaches.some((breach) => breach.law === law) ? { sequence, played, judged } : null;
}
