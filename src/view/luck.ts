import type { Apart } from '../engine/cluster/apart.ts';
import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** Keys that nothing holds together, and yet they are on one node. */
export interface Luck {
  keys: readonly string[];
  node: string | null;
  /** A ship whose keys are not. */
  apart: Apart | null;
}

/** That it went well by chance, and for whom it does not. */
export function luckLine({ keys, node, apart }: Luck, { width, chalk }: Style): string {
  const fortune = `Luck: ${escapeText(keys.join(' and '))} happen to be on one node, ${escapeText(node ?? '?')}.`;
  const others = apart ? ` Those of ${chalk.bold(apart.ship)} are on two.` : '';
  return wrapWords(fortune + others, width);
}
