import type { Examined } from './examine.ts';
import { nextTick } from './plan.ts';
import { keysOfJump } from './play.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** As many jumps of one unit as are worth trying. */
const mostOnes = 16;

/**
 * Keys that seem to go too early: sequences that end with one, and with an attempt at the instant at which it has gone.
 * Whether that was too early is for the decision there to show.
 */
export function suspicions(specimen: Specimen, { sequence, played, judged }: Examined): Sequence[] {
  const { convention } = specimen;
  const { drive, jumps } = sequence;
  const most = drive.capacity ?? drive.limit;
  const found: Sequence[] = [];
  let latest = 0;
  for (const [index, jump] of jumps.entries()) {
    const due = judged.expected[index];
    const { ttls } = played.jumps[index]!;
    const own = keysOfJump(specimen, sequence, index);
    const ttl = Math.min(...ttls.filter((one, at) => one >= 0 && own.includes(played.keys[at]!)));
    const isLast = (jumps[index + 1]?.atMs ?? Infinity) > jump.atMs;
    // After a step back the server's clock is another than the limiter's.
    if (jump.atMs < latest) break;
    latest = jump.atMs;
    if (!due || !isLast || !(ttl < due.resetAfterMs!)) continue;
    const { startMs } = sequence;
    const atMs = nextTick(convention, startMs + jump.atMs + ttl) - startMs;
    const tags = jump.tags && { tags: jump.tags };
    const rest: AttackJump[] = convention.costs
      ? [{ atMs, cost: most, ...tags }]
      : Array.from({ length: Math.min(most, mostOnes) }, () => ({ atMs, cost: 1, ...tags }));
    found.push({ ...sequence, jumps: [...jumps.slice(0, index + 1), ...rest] });
  }
  return found;
}
