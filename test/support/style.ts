import { makeStyle, type Style } from '../../src/view/style.ts';

/** A style without colour, as a pipe has it. */
export function plainStyle(width = 80, { unicode = true } = {}): Style {
  return { ...makeStyle({ env: {}, isTTY: false, columns: width }), unicode };
}
