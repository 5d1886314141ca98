import type { BurstSummary } from '../traffic/burst.ts';
import type { Measures } from '../traffic/measures.ts';
import type { Pattern } from '../traffic/pattern.ts';
import type { Rate } from '../traffic/rate.ts';
import { burstTimeline, type Timeline } from './burst-timeline.ts';
import { retry } from './decision.ts';
import { escapeText } from './escape.ts';
import { count, duration, groups } from './format.ts';
import { jumpTable, mostLines } from './jump-table.ts';
import { dot, type Style } from './style.ts';
import { totalsText, waysText, type Ways } from './totals.ts';
import { wrapWords } from './wrap.ts';

/** A burst that took its time, and what is to be said of it. */
export interface PacedBurst extends Omit<Timeline, 'overMs'>, Pick<Ways, 'gateways'> {
  ship: string;
  pattern: Omit<Pattern, 'arrivals' | 'endMs'>;
  seed: number;
  /** How many connections made it; null where it was warped. */
  clients: number | null;
  summary: BurstSummary;
  measures: Measures;
}

/** Later than this is not the noise of a busy machine. */
const worthTellingMs = 100;

/** What happened over the time that the burst took, then its totals. */
export function pacedBurstView(burst: PacedBurst, style: Style): string {
  const { jumps, pattern, measures } = burst;
  const { latestMs = 0, longestDenials } = measures;
  const wrap = (line: string) => wrapWords(line, style.width);
  const late = `Jumps were up to ${duration(latestMs)} late: try more --clients, or a lower --rate.`;
  return [
    wrap(pacedHeading(burst, style)),
    jumps.length > mostLines
      ? burstTimeline({ ...burst, overMs: pattern.overMs }, style)
      : jumps.length
        ? jumpTable(jumps, style)
        : 'No jump came in that time.',
    wrap(totals(burst, style)),
    ...mostLine(burst).map(wrap),
    ...denials(burst, longestDenials).map(wrap),
    ...(latestMs > worthTellingMs ? [wrap(late)] : []),
  ].join('\n');
}

/** Who jumps, how often, for how long, and how. */
export function pacedHeading(
  burst: Pick<PacedBurst, 'ship' | 'summary' | 'pattern' | 'seed' | 'clients' | 'gateways'>,
  style: Style,
): string {
  const { ship, summary, pattern, seed, clients } = burst;
  const { kind, name, overMs, phaseMs } = pattern;
  const rate = toldRate(pattern);
  const pace = kind === 'file' ? ` from ${escapeText(name)}` : rate ? ` at ${rateText(rate)}` : '';
  const where = clients === null ? ', warped' : waysText({ ...burst, clients }, 'on');
  const facts = [
    `${count(summary.count, 'jump')}${pace} over ${duration(overMs)}`,
    ...(phaseMs === undefined ? [] : [`${duration(phaseMs)} on, ${duration(phaseMs)} off`]),
    ...(kind === 'poisson' ? [name, `seed ${seed}`] : []),
  ];
  return `${style.chalk.bold(ship)} ${dot(style)} ${facts.join(', ')}${where}`;
}

function totals({ pattern, summary, drive }: PacedBurst, style: Style): string {
  const rate = toldRate(pattern);
  const each = (jumps: number) =>
    rate ? ` (${rateText({ jumps: (jumps / pattern.overMs) * rate.perMs, perMs: rate.perMs })})` : '';
  return totalsText(summary, drive, style, each);
}

/** The rate, unless how many and how long say the same. */
function toldRate({ rate, overMs }: PacedBurst['pattern']): Rate | null {
  return rate && overMs && rate.perMs !== overMs ? rate : null;
}

function mostLine({ drive, measures }: PacedBurst): string[] {
  if (!drive) return [];
  return [`Most within any ${duration(drive.periodMs)}: ${count(measures.mostInAPeriod, 'unit')}.`];
}

function denials({ summary, measures }: PacedBurst, longest: Measures['longestDenials']): string[] {
  const { firstDenial } = summary;
  if (!firstDenial || !longest) return [];
  const at = duration(measures.firstDenialAtMs ?? 0);
  const first = `First denial: jump ${groups(firstDenial.jump)} at ${at}, ${retry(firstDenial.retryAfterMs)}.`;
  if (longest.jumps < 2) return [first];
  const run = `${groups(longest.jumps)}, from ${duration(longest.fromMs)} to ${duration(longest.toMs)}`;
  return [first, `Most denials in a row: ${run}.`];
}

const units: Readonly<Record<number, string>> = { 1_000: 's', 60_000: 'm', 3_600_000: 'h', 86_400_000: 'd' };

/** `10/s`, `0.5/m`, `12/30s`. */
function rateText({ jumps, perMs }: Rate): string {
  const unit = units[perMs] ?? duration(perMs).replaceAll(' ', '');
  return `${Number(jumps.toPrecision(3))}/${unit}`;
}
