import { count, duration, groups } from './format.ts';
import { limitText } from './limit.ts';
import { dot, type Style } from './style.ts';
import { engineName } from './verdict-parts.ts';
import { wrapWords } from './wrap.ts';

/** Where a drill took place: `valkey`, `redis` or `look-alike`, and its version. */
export interface DrillServer {
  name: string;
  version: string;
}

/** What a drill sends. */
interface DrillTraffic {
  gateways: number;
  limit: number;
  periodMs: number;
  gapMs: number;
  overMs: number;
}

/** What was sent where, and what was done about it. */
export function drillHeading(
  name: string,
  traffic: DrillTraffic,
  engine: DrillServer,
  what: string,
  style: Style,
): string {
  const { gateways, gapMs, overMs } = traffic;
  const rate = `${groups(Number((1_000 / gapMs).toPrecision(3)))} requests a second`;
  const sent = `${rate} of one caller to ${count(gateways, 'gateway')} for ${duration(tenth(overMs))}`;
  return [
    `${style.chalk.bold(name)} ${dot(style)} ${sent} ${dot(style)} limit ${limitText(traffic)}`,
    style.chalk.dim(`on a throwaway server (${engineName({ engine })}) ${dot(style)} ${what}`),
  ]
    .map((line) => wrapWords(line, style.width))
    .join('\n');
}

/** What was let through, beside what the limit lets through. */
export function promiseLine(allowed: number, promised: number, ms: number): string {
  const so = allowed > promised ? `, which is ${groups(allowed - promised)} too many` : '';
  return `In ${duration(tenth(ms))} the limit lets ${groups(promised)} through; ${groups(allowed)} were let through${so}.`;
}

/** To a tenth of a second, for people. */
function tenth(ms: number): number {
  return Math.round(ms / 100) * 100;
}
