import { createHash } from 'node:crypto';
import type { Command, Reply } from '../engine/port.ts';
import { judge } from './judge.ts';
import type { Examined, Examiner } from './examine.ts';
import { attackedKey, callOf, keysOf, readAnswer, timeMs } from './play.ts';
import type { Played, PlayedJump } from './played.ts';
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
  const spanMs = jumps.at(-1)!.atMs - jumps[0]!.atMs;
  // At the same place in its period as the sequence starts, for windows that go by the clock.
  const period = drive.periodMs;
  const aligned = (((startMs - now()) % period) + period) % period;
  const waitMs = spanMs + aligned > longestMs ? 0 : aligned;
  if (spanMs > longestMs) return null;
  const [script] = specimen.scripts;
  const sha = createHash('sha1').update(script!.text).digest('hex');
  const keys = keysOf(specimen, jumps);
  const begin = now() + waitMs;
  const played = await keeper.use(async ({ connection }): Promise<Played> => {
    await connection.call('SCRIPT', 'LOAD', script!.text);
    await connection.call('DEL', ...keys);
    const outcomes: PlayedJump[] = [];
    const atMs: number[] = [];
    for (const [index, jump] of jumps.entries()) {
      const waits = begin + jump.atMs - jumps[0]!.atMs - now();
      if (waits > 0) await sleep(waits);
      const call = callOf(sequence, jump, index);
      const own = specimen.convention.keys(attackedKey, call.tags);
      const commands: Command[] = [
        ['TIME'],
        ['EVALSHA', sha, own.length, ...own, ...specimen.convention.args(call)],
        ...keys.map((key): Command => ['PTTL', key]),
      ];
      const [time, reply, ...ttls] = await connection.watched([], async () => commands);
      atMs.push(timeMs(time as Reply));
      outcomes.push({
        ...readAnswer(specimen, reply as Reply | Error, call),
        ttls: ttls as number[],
        state: [],
      });
    }
    return { keys, jumps: outcomes, atMs };
  }, longestMs * 2);
  const judged = judge(specimen, sequence, played, 1);
  return judged.breaches.some((breach) => breach.law === law) ? { sequence, played, judged } : null;
}
