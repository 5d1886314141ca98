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
