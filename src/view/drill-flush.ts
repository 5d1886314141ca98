import type { Flush, FlushOptions } from '../gateway/drill-flush.ts';
import { drillHeading, promiseLine, type DrillServer } from './drill-heading.ts';
import { drillTimeline } from './drill-timeline.ts';
import { count, duration, groups } from './format.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** A drill of flushes, and what it was played with. */
export interface FlushView {
  options: FlushOptions;
  server: DrillServer;
  flush: Flush;
}

/** Requests, flushes and scripts sent again over time, and what came of them. */
export function flushView({ options, server, flush }: FlushView, style: Style): string {
  const { chalk, unicode, width } = style;
  const { decisions, flushesMs, sentAgainMs, allowed, denied, failed, slowestMs, elapsedMs } = flush;
  const what = `SCRIPT FLUSH every ${duration(options.everyMs)}`;
  const sign = unicode ? '▼' : 'v';
  const again = `the whole script was sent ${count(sentAgainMs.length, 'more time')}`;
  return [
    drillHeading('flush', options, server, what, style),
    drillTimeline(
      {
        spanMs: Math.max(1, elapsedMs),
        bars: [
          { label: 'asked', atMs: decisions.map(({ askedMs }) => askedMs), colour: chalk.green },
          { label: 'again', atMs: sentAgainMs, colour: chalk.yellow },
        ],
        signs: { label: 'flush', signs: flushesMs.map((atMs) => ({ atMs, sign })) },
        legend: 'again: the script was not there, and was sent whole',
      },
      style,
    ),
    wrapWords(
      `${chalk.green(`${groups(allowed)} allowed`)}, ${chalk.red(`${groups(denied)} denied`)}, ${groups(failed)} failed.`,
      width,
    ),
    wrapWords(
      `The scripts were flushed ${count(flushesMs.length, 'time')}; ${again}, and ${groups(decisions.length - sentAgainMs.length)} requests needed the SHA alone.`,
      width,
    ),
    wrapWords(promiseLine(allowed, flush.promised, elapsedMs), width),
    wrapWords(`The slowest decision took ${duration(slowestMs)}.`, width),
  ].join('\n');
}
