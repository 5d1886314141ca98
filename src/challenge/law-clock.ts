import { fitted, plainJump } from './drives.ts';
import type { Examined, Examiner } from './examine.ts';
import { beginningMs } from './plan.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** Long enough that nothing frees while the jumps are made, and that the end of a window hardly ever falls in between. */
const drive = { limit: 2, periodMs: 86_400_000 };

/** Without an instant a script is to ask the server's clock: whether its answers are true at that clock's instant. */
export async function onServersClock({ specimen, examine }: Examiner): Promise<Examined | null> {
  const sequence = liveSequence(specimen);
  if (!sequence) return null;
  const examined = await examine(sequence, { live: true, state: true });
  return examined.judged.breaches.length ? examined : null;
}

function liveSequence(specimen: Specimen): Sequence | null {
  if (specimen.convention.clock !== 'optional') return null;
  const fit = fitted(specimen, drive);
  if (!fit) return null;
  const most = fit.capacity ?? fit.limit;
  const jump = plainJump(specimen);
  return {
    drive: fit,
    startMs: beginningMs,
    jumps: Array.from({ length: Math.min(most, 20) + 1 }, () => jump),
  };
}
