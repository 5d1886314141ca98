import type { AttackProgress, Verdict } from '../challenge/verdict.ts';
import { escapeText } from './escape.ts';
import { groups } from './format.ts';
import { barLine } from './progress.ts';
import type { Style } from './style.ts';
import { brokenView } from './verdict-broken.ts';
import { survivedView } from './verdict-survived.ts';

/** What an attack came to. */
export function verdictView(verdict: Verdict, style: Style): string {
  return verdict.finding ? brokenView(verdict, verdict.finding, style) : survivedView(verdict, style);
}

/** How far an attack is, on one line that is never wrapped. */
export function attackProgressLine({ trying, traces, jumps, share }: AttackProgress, style: Style): string {
  const figures = `${groups(jumps)} jumps`;
  const long = `${escapeText(trying)}, ${groups(traces)} traces, ${figures}`;
  return barLine(share, long.length + 16 < style.width ? long : escapeText(trying), style);
}
