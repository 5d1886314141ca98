import { safeText } from './inline.ts';
import { paintLua } from './lua-paint.ts';
import type { Style } from './style.ts';

/** A script as it can be copied: not wrapped, nothing beside it. */
export function solutionView(text: string, style: Style): string {
  return paintLua(text.split('\n').map(safeText).join('\n'), style);
}
