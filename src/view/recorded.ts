import { count } from './format.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What `--record` did, where it was given; of one ship, or of several. */
export function recordedLine(ship: string | null, jumps: number | undefined, { width }: Style): string[] {
  if (jumps === undefined) return [];
  if (jumps === 0) return ['Nothing to record: a look is no jump.'];
  const report = ship === null ? 'hyperdrive report' : `hyperdrive report ${ship}`;
  return [wrapWords(`Recorded ${count(jumps, 'jump')}: see \`${report}\`.`, width)];
}
