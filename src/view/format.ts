/** A duration for people, exact to the millisecond: `0 ms`, `59.999 s`, `2 min`, `1 h 5 min`, `1 d`. */
export function duration(ms: number): string {
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms < 1_000) return `${ms} ms`;
  // Up to two minutes people compare seconds; a limiter's figures should not change shape at 60.
  if (ms < 120_000) return `${trim(ms / 1_000)} s`;
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const) {
    const amount = Math.floor(rest / size);
    if (amount) parts.push(`${amount} ${unit}`);
    rest -= amount * size;
  }
  if (rest) parts.push(`${trim(rest / 1_000)} s`);
  return parts.join(' ');
}

/** The same as it is typed: `59.999s`, `2m`, `1h5m`. */
export function typedDuration(ms: number): string {
  return duration(ms).replaceAll('min', 'm').replaceAll(' ', '');
}

function trim(seconds: number): string {
  return seconds.toFixed(3).replace(/\.?0+$/, '');
}

/** How far into a sequence something happens, so that rows of it compare: `0.900 s`. */
export function instantText(ms: number): string {
  return `${ms < 0 ? '-' : ''}${(Math.abs(ms) / 1000).toFixed(3)} s`;
}

/** To a whole number of `grain`s, for figures that are redrawn while time passes. */
export function roundUp(ms: number, grain: number): number {
  return Math.ceil(ms / grain) * grain;
}

export function roundDown(ms: number, grain: number): number {
  return Math.floor(ms / grain) * grain;
}

/** An instant as `12:34:56.789` UTC. */
export function timeOfDay(ms: number): string {
  // Beyond the year 9999 the date is longer.
  return new Date(ms).toISOString().split('T')[1]!.slice(0, 12);
}

/** An instant as the clock on the wall has it: `14:03:22`. */
export function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}

/** `1 jump`, `2 jumps`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${groups(amount)} ${amount === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** 12345678 as `12,345,678`. */
export function groups(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A size in bytes, as people read it. */
export function bytes(amount: number): string {
  if (amount < 1_024) return count(amount, 'byte');
  if (amount < 1_048_576) return `${trimmed(amount / 1_024)} KiB`;
  const large = ['MiB', 'GiB', 'TiB'];
  const power = Math.min(large.length, Math.floor(Math.log2(amount) / 10) - 1);
  return `${trimmed(amount / 1_024 ** (power + 1))} ${large[power - 1]}`;
}

function trimmed(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, '');
}
