import { Chalk, type ChalkInstance } from 'chalk';

/** How a terminal wants its text: decided once, handed to every view. */
export interface Style {
  chalk: ChalkInstance;
  /** Columns. */
  width: number;
  /** Whether ✓ ✗ ─ █ can be shown. */
  unicode: boolean;
  /** Whether the reader was told already which engine answers: within a mission. */
  engineKnown?: boolean;
}

/** What stands between the facts of a line. */
export function dot({ unicode }: Style): string {
  return unicode ? '·' : '-';
}

/** The widest a text gets, however wide the terminal is: lines beyond this are hard to read. */
const widest = 100;
const narrowest = 20;

interface Surroundings {
  env: Record<string, string | undefined>;
  isTTY: boolean;
  columns: number | undefined;
}

/** Colour, width and glyphs for a stream. NO_COLOR wins over FORCE_COLOR; a pipe has 80 columns and no colour. */
export function makeStyle({ env, isTTY, columns }: Surroundings): Style {
  const wanted = columns || Number(env['COLUMNS']) || 80;
  return {
    chalk: new Chalk({ level: colourLevel(env, isTTY) }),
    width: Math.max(narrowest, Math.min(widest, wanted)),
    unicode:
      env['TERM'] !== 'dumb' &&
      !/^(C|POSIX)$/.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8'),
  };
}

function colourLevel(env: Surroundings['env'], isTTY: boolean): 0 | 1 | 2 | 3 {
  if (env['NO_COLOR']) return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined)
    return forced === '0' || forced === 'false' ? 0 : forced === '2' ? 2 : forced === '3' ? 3 : 1;
  if (!isTTY || env['TERM'] === 'dumb') return 0;
  return /truecolor|24bit/.test(env['COLORTERM'] ?? '') ? 3 : /256/.test(env['TERM'] ?? '') ? 2 : 1;
}
