import { duration, groups } from './format.ts';
import type { Style } from './style.ts';

/** How far something is. */
export interface Progress {
  done: number;
  total: number;
  elapsedMs: number;
}

/** A bar with figures, on one line that is never wrapped. */
export function progressLine({ done, total, elapsedMs }: Progress, style: Style): string {
  const figures = `${groups(done)} of ${groups(total)} jumps, ${duration(Math.floor(elapsedMs / 1_000) * 1_000)}`;
  return barLine(total ? done / total : 1, figures, style);
}

/** How large a share (0 to 1) is done, and something short beside it, on one line that is never wrapped. */
export function barLine(share: number, figures: string, { unicode, width, chalk }: Style): string {
  // The last column stays free: some terminals wrap when it is filled.
  const room = Math.min(40, width - 2 - figures.length);
  if (room < 5) return figures.slice(0, width - 1);
  const filled = Math.floor(Math.min(1, share) * room);
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.'];
  return `${chalk.green(full.repeat(filled))}${chalk.dim(empty.repeat(room - filled))} ${figures}`;
}
