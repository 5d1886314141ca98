/** A script with one mistake: `from`, which stands in it exactly once, becomes `to`. */
export type Mutant = readonly [name: string, from: string, to: string];

/** Throws unless the replaced text stands in the script exactly once. */
export function mutate(script: string, from: string, to: string): string {
  const [head, tail, ...more] = script.split(from);
  if (tail === undefined || more.length) throw new Error(`not exactly once in the script: ${from}`);
  return `${head}${to}${tail}`;
}
