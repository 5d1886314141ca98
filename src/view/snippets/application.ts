import type { ContractWords } from '../../limiter/contract-words.ts';
import type { Drive } from '../../limiter/decision.ts';

/** What an application needs to know to call a script. */
export interface Application {
  /** Of the algorithm; the script stands beside the program as `<name>.lua`. */
  name: string;
  words: ContractWords;
  drive: Omit<Drive, 'algorithm'>;
}

/** What surprises, in the same words in every language. */
export const remarks = {
  numbers: 'With another period use another key: what is stored is counted in this one.',
  client: 'One client for the whole process. Two seconds without an answer are an error: nobody hangs.',
  once: 'And a call is never sent twice: what was asked twice is counted twice.',
  sha: 'The text is sent once, then its SHA. A server that has lost it (NOSCRIPT) is sent it once more.',
  bug: 'An error reply names the argument that is wrong: that is a bug here, not a denial.',
  open: 'No answer is no decision. Choose: let it through (fail open) or turn it away (fail closed).',
  queue: 'Admitted is not yet its turn.',
};

/** The units that may come at once, or null where that is no argument of the script. */
export function capacityOf({ words, drive }: Application): number | null {
  return words.args.some(({ name }) => name === 'capacity') ? (drive.capacity ?? drive.limit) : null;
}

/** Whether what is admitted may have to wait. */
export function delays({ words }: Application): boolean {
  return words.reply.some(({ name }) => name === 'delay_ms');
}

/** `KEYS[1], then ARGV: limit, period_ms, …`. */
export function orderRemark({ words }: Application): string {
  const names = words.args.map(({ name }) => (name === 'now_ms' ? "now_ms ('' = the server's clock)" : name));
  return `KEYS[1], then ARGV: ${names.join(', ')}.`;
}

/** `retry_after_ms` as `retryAfterMs`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** 60000 as `60_000`, which all three languages read. */
export function underscored(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}
