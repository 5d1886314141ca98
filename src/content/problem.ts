/** What is wrong with a mission's or challenge's file, where, and what to do about it. */
export interface Problem {
  file: string;
  line: number;
  message: string;
  remedy: string;
}

/** `file:line: message remedy`. */
export function problemText({ file, line, message, remedy }: Problem): string {
  return `${file}:${line}: ${message} ${remedy}`;
}

/** How a parser notes a problem. */
export type Note = (line: number, message: string, remedy: string) => void;
