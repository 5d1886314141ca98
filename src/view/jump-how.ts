import { duration, groups } from './format.ts';

/** What may be out of the ordinary about a jump. */
interface Unusual {
  everyMs?: number;
  /** 1 unless given. */
  cost?: number;
  /** How far the caller's clock is ahead; below 0 it is behind. */
  skewMs?: number;
  tags?: Readonly<Record<string, string>>;
  /** An argument in place of the right one. */
  argument?: { name: string; value: string };
  interleaved?: true;
  dies?: true;
}

/** What is not ordinary about a jump; empty where everything is. */
export function jumpHow({
  everyMs,
  cost = 1,
  skewMs,
  tags = {},
  argument,
  interleaved,
  dies,
}: Unusual): string {
  return [
    ...(everyMs ? [`every ${duration(everyMs)}`] : []),
    ...(cost === 1 ? [] : [cost === 0 ? 'look' : `cost ${units(cost)}`]),
    ...(skewMs ? [`clock ${duration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead' : 'behind'}`] : []),
    ...Object.entries(tags).map(([name, value]) => `${name} ${value}`),
    ...(argument ? [`${argument.name} "${argument.value}"`] : []),
    ...(interleaved ? ['interleaved'] : []),
    ...(dies ? ['caller dies'] : []),
  ].join(', ');
}

/** Around the bounds of exact integers nobody counts digits. */
function units(cost: number): string {
  for (const power of [52, 53, 63]) {
    const over = cost - 2 ** power;
    if (Math.abs(over) < 10) return `2^${power}${over ? ` ${over > 0 ? '+' : '-'} ${Math.abs(over)}` : ''}`;
  }
  return groups(cost);
}
