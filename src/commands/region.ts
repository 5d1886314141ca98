import type { Deps, TextStream } from '../deps.ts';
import { hideCursor, redraw, showCursor } from '../view/redraw.ts';
import { makeStyle, type Style } from '../view/style.ts';

/** Lines for a terminal of so many rows, in a style for its width. */
export type Frame = (style: Style, rows: number) => readonly string[];

/** Some lines of a terminal that are redrawn in place. The cursor stands under them, so whatever is printed comes below. */
export interface Region {
  /** Draws where something is different from what is there. */
  draw(frame: Frame): void;
  /** Draws a last time and gives the cursor back. */
  end(frame: Frame): void;
}

/** What terminals have that do not tell. */
const usual = { columns: 80, rows: 24 };

export function openRegion(stream: TextStream, { env, observe, beforeExit }: Deps): Region {
  let lines: readonly string[] = [];
  let drawnColumns = 0;
  let frozen = false;
  // A signal prints below what is drawn, so that nothing is where it was.
  const callOff = beforeExit(async () => (frozen = true));

  const draw = (frame: Frame): void => {
    if (frozen) return;
    const size = { columns: stream.columns || usual.columns, rows: stream.rows || usual.rows };
    const style = {
      ...makeStyle({ env, isTTY: stream.isTTY, columns: stream.columns }),
      engineKnown: observe !== undefined,
    };
    // One row is the cursor's.
    const next = frame(style, size.rows - 1).flatMap((line) => line.split('\n'));
    const same = next.length === lines.length && next.every((line, i) => line === lines[i]);
    if (same && size.columns === drawnColumns) return;
    stream.write(hideCursor + redraw(lines, next, size));
    lines = next;
    drawnColumns = size.columns;
  };

  return {
    draw,
    end(frame) {
      draw(frame);
      callOff();
      if (!frozen) stream.write(showCursor);
    },
  };
}
