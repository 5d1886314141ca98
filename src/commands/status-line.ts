import { escapeText } from '../view/escape.ts';
import { makeStyle } from '../view/style.ts';
import { ellipsis, fit } from '../view/width.ts';
import type { Context } from './context.ts';

/** A line on stderr that says what is being done. */
export interface StatusLine {
  /** `share`, from 0 to 1, is how much of it is done. */
  say(what: string, share?: number): void;
  /** Takes the line away, so that something else can be printed. */
  clear(): void;
}

/** Redrawn in place where a person watches; elsewhere, as in the log of a CI, a line for each thing. Nothing with `--json`. */
export function statusLine({ deps, options, notice }: Context): StatusLine {
  const { stderr, env } = deps;
  let last = '';
  const say = (line: string, write: (line: string) => void): void => {
    if (line !== last) write(line);
    last = line;
  };
  if (options.json) return { say: () => {}, clear: () => {} };
  if (!stderr.isTTY || env['TERM'] === 'dumb') return { say: (what) => say(what, notice), clear: () => {} };

  const erase = '\r\u001b[2K';
  return {
    say(what, share) {
      const done = share === undefined ? '' : `${Math.floor(share * 100)} % `;
      say(`${done}${what}`, (line) => {
        const style = makeStyle({ env, isTTY: true, columns: stderr.columns });
        // The last column stays free: some terminals wrap when it is filled.
        const fitting = fit(escapeText(line), style.width - 1, ellipsis(style));
        stderr.write(`${erase}${style.chalk.dim(fitting)}`);
      });
    },
    clear() {
      if (last) stderr.write(erase);
      last = '';
    },
  };
}
