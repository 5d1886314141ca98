const comments = /--\[(=*)\[[^]*?\]\1\]|--.*$/gm;

/** A script without its comments. A text that holds `--` loses what follows: good enough to look for words. */
export function withoutComments(script: string): string {
  return script.replaceAll(comments, '');
}

/** Whether a script asks the server for its time. */
export function asksTime(script: string): boolean {
  return /(?:\(|call)\s*(['"])time\1/i.test(withoutComments(script));
}
