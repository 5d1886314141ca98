import type { AttackProgress } from '../challenge/verdict.ts';
import { count } from '../view/format.ts';
import { attackProgressLine } from '../view/verdict.ts';
import type { Context } from './context.ts';
import { withLine } from './progress-line.ts';

/** Shows on stderr how far an attack is, where a person sees it and it takes its time; leaves nothing behind. */
export function withAttackProgress<T>(
  context: Context,
  work: (progress: (progress: AttackProgress) => void) => Promise<T>,
): Promise<T> {
  return withLine(
    context,
    {
      first: { trying: 'starting', traces: 0, jumps: 0, share: 0 },
      show: (progress, _elapsedMs, style) => attackProgressLine(progress, style),
      stopped: ({ jumps }) => `Stopped after ${count(jumps, 'jump')}.`,
    },
    work,
  );
}
