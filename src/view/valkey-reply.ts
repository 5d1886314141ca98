import type { RawReply } from '../engine/port.ts';
import { escapeText } from './escape.ts';
import { count, groups } from './format.ts';

/** More of an answer is not read, but scrolled past. */
const mostElements = 50;
const mostBytes = 2_000;

/** A reply, or the server's refusal, as valkey-cli prints it on a terminal. `status` says that a text is one of the server's own words, unquoted. */
export function valkeyReply(reply: RawReply | Error, { status = false } = {}): string {
  if (reply instanceof Error) return `(error) ${escapeText(reply.message)}`;
  return print(reply, '', status).join('\n');
}

function print(reply: RawReply, indent: string, status: boolean): string[] {
  if (reply === null) return ['(nil)'];
  if (typeof reply === 'number') return [`(integer) ${reply}`];
  if (!Array.isArray(reply)) return [status ? escapeText(reply) : quoted(reply)];
  if (!reply.length) return ['(empty array)'];
  const digits = String(reply.length).length;
  const inner = indent + ' '.repeat(digits + 2);
  const lines: string[] = [];
  for (const [at, element] of reply.slice(0, mostElements).entries()) {
    const [head, ...rest] = print(element, inner, status);
    lines.push(`${at === 0 ? '' : indent}${String(at + 1).padStart(digits)}) ${head}`, ...rest);
  }
  if (reply.length > mostElements)
    lines.push(`${indent}(and ${count(reply.length - mostElements, 'more element')})`);
  return lines;
}

const named: Record<number, string> = {
  0x5c: '\\\\',
  0x22: '\\"',
  0x0a: '\\n',
  0x0d: '\\r',
  0x09: '\\t',
  0x07: '\\a',
  0x08: '\\b',
};

/** Between double quotes; every byte that is not printable ASCII written out. */
function quoted(text: Buffer | string): string {
  const all = Buffer.from(text as string);
  let out = '"';
  for (const byte of all.subarray(0, mostBytes)) {
    out +=
      named[byte] ??
      (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);
  }
  return all.length > mostBytes ? `${out}" (and ${groups(all.length - mostBytes)} more bytes)` : `${out}"`;
}
