import { count } from './format.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What `--record` did, where it was given. */
export function recordedLine(ship: string, jumps: number | undefined, { width }: Style): string[] {
  if (jumps === undefined) return [];
  if (jumps === 0) return ['Nothing to record: a look is no jump.'];
  return [wrapWords(`Recorded ${count(jumps, 'jump')}: see \`hyperdrive report ${ship}\`.`, width)];
}
