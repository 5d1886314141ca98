/** A number as a script reads it for certain: no exponent, and no point where it is whole. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(value);
  const [digits, exponent] = text.split('e-');
  if (exponent === undefined) return text;
  // 1.5e-7: the shortest digits that mean this number, behind their zeros.
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d)\.?(\d*)$/.exec(digits!)!;
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}

/** The number that a text stands for, as Lua's arithmetic takes it; null where it stands for none. */
export function numberOf(text: string): number | null {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : null;
}
