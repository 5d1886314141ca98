import type { KeyState } from '../engine/keyspace.ts';
import { cliWord } from './cli-word.ts';
import { isCut } from './excerpt.ts';
import { excerptsOf } from './key-content.ts';

/** A command that is longer is no help to a person who wants to type it. */
const longestCommand = 200;

/** What to type into valkey-cli to see the same; null where that would print what nobody can read. */
export function commandLine({ key, length, content }: KeyState): string | null {
  const command = (...words: (string | number)[]): string | null => {
    const line = [words[0], cliWord(key), ...words.slice(1)].join(' ');
    return line.length > longestCommand ? null : line;
  };
  if (key.length > longestCommand) return null;
  if (content.kind !== 'string' && excerptsOf(content).some(isCut)) return null;
  const range = (offset: number, rows: number): [number, number] =>
    offset + rows === length ? [offset, -1] : [offset, offset + rows - 1];
  switch (content.kind) {
    case 'string':
      return isCut(content.value) ? command('GETRANGE', 0, content.value.head.length - 1) : command('GET');
    case 'hash':
      return content.entries.length === length
        ? command('HGETALL')
        : command('HSCAN', 0, 'COUNT', content.entries.length);
    case 'list':
      return command('LRANGE', ...range(content.offset, content.elements.length));
    case 'set':
      return content.members.length === length
        ? command('SMEMBERS')
        : command('SSCAN', 0, 'COUNT', content.members.length);
    case 'zset':
      return command('ZRANGE', ...range(content.offset, content.entries.length), 'WITHSCORES');
    case 'none':
      return null;
  }
}
