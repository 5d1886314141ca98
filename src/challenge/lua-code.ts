const comments = /--\[(=*)\[[^]*?\]\1\]|--.*$/gm;

/** A script without its comments. A text that holds `--` loses what follows: good enough to look for words. */
export function withoutComments(script: string): string {
  return script.replaceAll(comments, '');
}

/** Whether a script asks the server for its time. */
export function asksTime(script: string): boolean {
  return /(?:\(|call)\s*(['"])time\1/i.test(withoutComments(script));
}

/** The lines in which a script first uses `ARGV[1]`, `ARGV[2]`…, up to the highest; '' where one is never used. */
export function firstUses(script: string, table: 'ARGV' | 'KEYS'): string[] {
  const lines: string[] = [];
  for (const line of withoutComments(script).split(/\r?\n/)) {
    for (const [, digits] of line.matchAll(new RegExp(`\\b${table}\\s*\\[\\s*(\\d{1,2})\\s*\\]`, 'g')))
      if (Number(digits) > 0) lines[Number(digits) - 1] ||= line.trim();
  }
  return Array.from(lines, (line) => line ?? '');
}
