import { UsageError } from '../errors.ts';

/** As many as every cluster has. */
export const slotCount = 16_384;

/** CRC16 of the XMODEM kind, byte by byte: the polynomial 0x1021 is in the cluster's specification. */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});

/** The slot that a key belongs to: of the text between its first braces where there is one, else of the whole key. */
export function slotOf(key: string | Buffer): number {
  let crc = 0;
  for (const byte of hashed(Buffer.from(key))) crc = ((crc << 8) ^ table[(crc >> 8) ^ byte]!) & 0xffff;
  return crc % slotCount;
}

function hashed(key: Buffer): Buffer {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open + 1);
  return close > open + 1 ? key.subarray(open + 1, close) : key;
}

/** Keys that one command may name, slot by slot. */
export function bySlot(keys: readonly string[]): string[][] {
  const groups = new Map<number, string[]>();
  for (const key of keys) {
    const slot = slotOf(key);
    const group = groups.get(slot);
    if (group) group.push(key);
    else groups.set(slot, [key]);
  }
  return [...groups.values()];
}

/**
 * Throws `UsageError` where keys of one script do not share a slot: a cluster would answer CROSSSLOT, and a server that is
 * alone would say nothing until the day that it is replaced by one.
 */
export function sameSlot(keys: readonly string[]): void {
  const [first, ...others] = keys;
  if (first === undefined) return;
  const other = others.find((key) => slotOf(key) !== slotOf(first));
  if (other === undefined) return;
  throw new UsageError(
    `A script's keys must share a slot, because a cluster runs it on one node: ${first} is in slot ${slotOf(first)}, ` +
      `${other} in ${slotOf(other)}. Only what stands in braces counts: give both the same, such as {fleet}:a and {fleet}:b.`,
  );
}
