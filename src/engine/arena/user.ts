import type { ArenaOptions } from '../arena.ts';
import { literalGlob } from '../namespace.ts';

/** What a limiter may have use for. Data types by category, so that a newer server's new commands are among them. */
const commands = [
  '-@all',
  ...['string', 'hash', 'list', 'set', 'sortedset', 'stream', 'hyperloglog', 'bitmap'].map(
    (type) => `+@${type}`,
  ),
  '+@transaction',
  // What stops others from being served, and what reaches beyond its own keys: SORT … GET, say.
  '-@blocking',
  '-@dangerous',
  // It blocks nobody from within a script.
  '+xread',
  ...['del', 'unlink', 'exists', 'type', 'touch', 'rename', 'renamenx', 'copy', 'persist', 'ttl', 'pttl'].map(
    (name) => `+${name}`,
  ),
  ...['expire', 'pexpire', 'expireat', 'pexpireat', 'expiretime', 'pexpiretime'].map((name) => `+${name}`),
  ...['eval', 'evalsha', 'eval_ro', 'evalsha_ro', 'script|load', 'script|exists'].map((name) => `+${name}`),
  '+time',
  '+ping',
];

/** The rules of ACL SETUSER for who may touch exactly these keys, and send what a limiter needs. */
export function scriptRules({ keys, globs = [] }: ArenaOptions, password: string): string[] {
  const patterns = [...keys.map(literalGlob), ...globs].map((glob) => `~${glob}`);
  return ['reset', 'on', `>${password}`, ...patterns, ...commands];
}
