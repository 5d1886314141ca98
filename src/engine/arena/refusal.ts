/**
 * What a server kept a script from, as its error replies tell: a command, a key that is not declared, more memory than there
 * is, or to go on for ever. (An engine without ACLs refuses no key, and few commands.)
 */
export type Refusal = 'command' | 'key' | 'memory' | 'endless';

const tells: readonly [Refusal, RegExp][] = [
  // Valkey; Redis 7.0; commands that no script may send anywhere.
  ['command', /no permissions to run the '|can't run this command or subcommand|not allowed from script/],
  ['key', /no permissions to access (a|one of the) keys?\b|can't access at least one of the keys/i],
  // Lua's; the data's; the look-alike's Lua, and its data.
  ['memory', /not enough memory|command not allowed when used memory|Aborted\(OOM\)|allocation failed/],
  ['endless', /killed by fuel limit/],
];

/** What the text of an error reply refuses; null where the error is the script's own. */
export function refusalOf(text: string): Refusal | null {
  return tells.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
