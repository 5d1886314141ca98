import { parseDuration } from '../duration.ts';
import { UsageError } from '../errors.ts';
import { before, first, onOff, poisson, steady, type Arrival, type Instants } from './arrivals.ts';
import { readArrivals } from './arrivals-csv.ts';
import { seeded } from './random.ts';
import { mostJumps, type Rate } from './rate.ts';

/** How long on-off is on, and then off, unless told. */
const defaultPhaseMs = 5_000;

/** When jumps are to come, as it was asked for. */
export interface PatternOptions {
  count?: number;
  rate?: Rate;
  /** In ms. */
  over?: number;
  /** `steady`, `poisson`, `on-off`, `on-off:20s`, or a file. */
  arrivals?: string;
  cost: number;
  seed: number;
}

/** When jumps are to come. */
export interface Pattern {
  kind: 'steady' | 'poisson' | 'on-off' | 'file';
  /** `steady`, `on-off:20s`, `trace.csv`. */
  name: string;
  arrivals: Arrival[];
  rate: Rate | null;
  /** How long on-off is on, and then off. */
  phaseMs?: number;
  /** How long the pattern lasts; the last jump may come earlier. */
  overMs: number;
  /** Where a held clock stands afterwards: at the end of `--over`, else at the last jump. */
  endMs: number;
}

/** The file that `--arrivals` names, if it names one. Throws `UsageError` where it names nothing that is known. */
export function arrivalsFile(arrivals = 'steady'): string | null {
  if (/\.csv$/i.test(arrivals)) return arrivals;
  if (/^(steady|poisson|on-off)$/.test(arrivals) || phaseOf(arrivals)) return null;
  throw new UsageError(
    `--arrivals ${arrivals.slice(0, 80)} is no pattern: steady, poisson, on-off, on-off:20s (its phase), or a file that ends in .csv.`,
  );
}

/** The pattern that options ask for; `csv` is the text of the file. Null where they ask for no pace. Throws `UsageError`. */
export function makePattern(options: PatternOptions, csv?: string): Pattern | null {
  const { count, rate, over, arrivals, cost } = options;
  const file = arrivalsFile(arrivals);
  if (file !== null) return fromFile(options, file, csv ?? '');
  if (arrivals !== undefined && !rate && (arrivals !== 'steady' || over === undefined)) {
    throw new UsageError(`--arrivals ${arrivals} needs a rate: add --rate, such as --rate 2/s --over 30s.`);
  }
  if (!rate && over === undefined) return null;
  if (rate && over !== undefined && count !== undefined) {
    throw new UsageError('--rate, --over and --count are one too many: two of them say it all.');
  }
  if (count === undefined && over === undefined) {
    throw new UsageError('--rate needs an end: add --over, such as --over 30s, or --count.');
  }
  if (count === undefined && !rate) {
    throw new UsageError('--over needs to know how many: add --rate, such as --rate 2/s, or --count.');
  }
  const pace = rate ?? { jumps: count!, perMs: over! };
  const name = arrivals ?? 'steady';
  const instants = instantsOf(name, pace, options.seed);
  const found = count === undefined ? before(over!, instants, mostJumps) : first(count, instants);
  if (!found) throw new UsageError('That would be more than 1,000,000 jumps: lower --rate or --over.');
  const endMs = over ?? found.at(-1) ?? 0;
  const phaseMs = phaseOf(name);
  return {
    kind: phaseMs ? 'on-off' : name === 'poisson' ? 'poisson' : 'steady',
    ...(phaseMs && { phaseMs }),
    name,
    arrivals: found.map((atMs) => ({ atMs, cost })),
    rate: pace,
    overMs: Math.max(endMs, over ?? Math.round((count! * pace.perMs) / pace.jumps)),
    endMs,
  };
}

function instantsOf(name: string, rate: Rate, seed: number): Instants {
  if (name === 'steady') return steady(rate);
  if (name === 'poisson') return poisson(rate, seeded(seed));
  const phaseMs = phaseOf(name)!;
  const needed = Math.ceil(rate.perMs / (2 * rate.jumps) / 1_000);
  if (needed * 1_000 > phaseMs) {
    throw new UsageError(
      `At that rate a phase of ${phaseMs / 1_000} s is shorter than the time between two jumps: try --arrivals on-off:${10 * needed}s.`,
    );
  }
  return onOff(rate, phaseMs);
}

/** How long `on-off` or `on-off:20s` is on, then off; null where the text is neither. */
function phaseOf(name: string): number | null {
  const [, phase] = /^on-off(?::(.+))?$/.exec(name) ?? [undefined, ''];
  return phase === undefined ? defaultPhaseMs : parseDuration(phase) || null;
}

function fromFile({ count, rate, over, cost }: PatternOptions, file: string, csv: string): Pattern {
  const extra = count !== undefined ? '--count' : rate ? '--rate' : over !== undefined ? '--over' : null;
  if (extra) throw new UsageError(`${file} says itself when jumps come: leave out ${extra}.`);
  const arrivals = readArrivals(file, csv, cost, mostJumps);
  const endMs = arrivals.at(-1)!.atMs;
  return { kind: 'file', name: file, arrivals, rate: null, overMs: endMs, endMs };
}
