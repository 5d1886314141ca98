import { UsageError } from '../errors.ts';

/** A cluster's keys are spread over so many slots. */
const slots = 16_384;

/** What of a key decides its slot: what stands in its first braces, where there is something in them, else all of it. */
function tagOf(key: string): string {
  const open = key.indexOf('{');
  const close = key.indexOf('}', open + 1);
  return open >= 0 && close > open + 1 ? key.slice(open + 1, close) : key;
}

/** The slot of a key in a cluster, by the cluster specification: CRC16 (XMODEM) of its tag. */
export function slotOf(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tagOf(key))) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc % slots;
}

/**
 * Throws `UsageError` where keys of one script do not share a slot: a cluster would answer CROSSSLOT, and a server that is
 * alone would say nothing until the day that it is replaced by one.
 */
export function sameSlot(keys: readonly string[]): void {
  const [first, ...others] = keys;
  if (first === undefined) return;
  const other = others.find((key) => tagOf(key) !== tagOf(first) && slotOf(key) !== slotOf(first));
  if (other === undefined) return;
  throw new UsageError(
    `A script's keys must share a slot, because a cluster runs it on one node: ${first} is in slot ${slotOf(first)}, ` +
      `${other} in ${slotOf(other)}. Only what stands in braces counts: give both the same, such as {fleet}:a and {fleet}:b.`,
  );
}
