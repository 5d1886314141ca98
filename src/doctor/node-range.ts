/**
 * Whether a version of Node is within a range as package.json writes it: `^20.19.0 || >=22.0.0`. Null where the range is
 * written in another way.
 */
export function inRange(version: string, range: string): boolean | null {
  const have = numbers(version);
  const alternatives = range.split('||').map((part) => /^\s*(\^|>=)(\d+\.\d+\.\d+)\s*$/.exec(part));
  if (!have || alternatives.includes(null)) return null;
  return alternatives.some((match) => {
    const least = numbers(match![2]!)!;
    return !isBefore(have, least) && (match![1] === '>=' || have[0] === least[0]);
  });
}

/** The version's three numbers; null where it has none. */
function numbers(version: string): number[] | null {
  return /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? null;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
