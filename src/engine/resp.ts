import type { Command } from './port.ts';

/** How many bytes a command is on its way to the server: in RESP an array of bulk strings. */
export function bytesOf(command: Command): number {
  const arrayHead = `*${command.length}\r\n`.length;
  return command.reduce<number>((total, arg) => {
    const length = Buffer.byteLength(typeof arg === 'number' ? String(arg) : arg);
    return total + `$${length}\r\n`.length + length + '\r\n'.length;
  }, arrayHead);
}
