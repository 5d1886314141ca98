import type { Connection } from '../../src/engine/port.ts';

export const tenMegabytes = 10 * 1024 * 1024;

/** What `fill` can do. */
export interface Filling {
  /** Commands on the key; the word `BIG` becomes a text of 10 MB. */
  command?: string[];
  /** A command with as many elements, each made by `words`. */
  many?: { command: string; count: number; words: (i: number) => (string | number)[] };
}

/** Fills `key` with something large. */
export async function fill(connection: Connection, key: string | Buffer, filling: Filling): Promise<void> {
  const { command, many } = filling;
  if (command) {
    const [name, ...words] = command;
    const big = Buffer.alloc(tenMegabytes, 'A');
    await connection.call(name!, key, ...words.map((word) => (word === 'BIG' ? big : word)));
  }
  if (!many) return;
  const batch = 5_000;
  for (let from = 0; from < many.count; from += batch) {
    const size = Math.min(batch, many.count - from);
    const words = Array.from({ length: size }, (_, i) => many.words(from + i)).flat();
    await connection.call(many.command, key, ...words);
  }
}
