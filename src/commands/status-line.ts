import { escapeText } from '../view/escape.ts';
import { makeStyle } from '../view/style.ts';
import { ellipsis, fit } from '../view/width.ts';
import type { Context } from './context.ts';

/** A line on stderr that says what is being done. */
export interface StatusLine {
  say(text: string): void;
  /** Takes the line away, so that something else can be printed. */
  clear(): void;
}

/** Redrawn in place where a person watches; elsewhere, as in the log of a CI, a line each. Nothing with `--json`. */
export function statusLine({ deps, options, notice }: Context): StatusLine {
  const { stderr, env } = deps;
  if (options.json) return { say: () => {}, clear: () => {} };
  if (!stderr.isTTY || env['TERM'] === 'dumb') return { say: notice, clear: () => {} };
  let shown = false;
  return {
    say(text) {
      const style = makeStyle({ env, isTTY: true, columns: stderr.columns });
      // The last column stays free: some terminals wrap when it is filled.
      const line = fit(escapeText(text), style.width - 1, ellipsis(style));
      stderr.write(`\r\u001b[2K${style.chalk.dim(line)}`);
      shown = true;
    },
    clear() {
      if (shown) stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}
