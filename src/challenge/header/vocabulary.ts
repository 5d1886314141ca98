/** A word that a header knows. */
export interface Word {
  name: string;
  /** What it is written with, for those that have a value. */
  value?: string;
  meaning: string;
}

/** The names of a header: `-- hyperdrive: name=value …`. */
export const headerWords = [
  { name: 'model', value: 'NAME', meaning: 'what it promises; alone: the decision contract in full' },
  { name: 'argv', value: 'EXPR,EXPR', meaning: 'ARGV, in order; nothing behind the = where it takes none' },
  { name: 'allowed', value: 'CONDITION', meaning: 'when the reply says that a jump is allowed' },
  { name: 'remaining', value: 'EXPR', meaning: 'the units that are left, rounded down' },
  { name: 'retry_ms', value: 'EXPR', meaning: 'wait of who is denied, in ms; below 0: for ever' },
  { name: 'retry_s', value: 'EXPR', meaning: 'the same in seconds; whole ones are rounded up' },
  { name: 'reset_ms', value: 'EXPR', meaning: 'wait until the limiter is as good as new, in ms' },
  { name: 'reset_s', value: 'EXPR', meaning: 'the same in seconds' },
  { name: 'delay_ms', value: 'EXPR', meaning: 'how long an admitted jump waits its turn, in ms' },
  { name: 'delay_s', value: 'EXPR', meaning: 'the same in seconds' },
  {
    name: 'keys',
    value: '{key}:a,{key}:b',
    meaning: 'KEYS, in order; {key} unless given',
  },
  { name: 'limit', value: 'N', meaning: 'the limit, where it is written into the script' },
  { name: 'period_ms', value: 'N', meaning: 'the period in ms, where it is written into the script' },
  { name: 'period_s', value: 'N', meaning: 'the same in seconds' },
  { name: 'capacity', value: 'N', meaning: "the bucket's size, where it is written into the script" },
  {
    name: 'clock',
    value: 'caller|trusted',
    meaning: 'caller: attack with clocks that differ; trusted: do not',
  },
  { name: 'cost', value: 'trusted', meaning: 'its callers send none below 1: do not attack with less' },
  { name: 'tick_ms', value: 'N', meaning: 'a clock of whole seconds, say: attack at its ticks alone' },
  { name: 'challenge', value: 'ID', meaning: 'it answers this challenge, which says all the rest' },
] as const satisfies readonly Word[];

export type HeaderName = (typeof headerWords)[number]['name'];

/** What expressions may name. */
export const variables = [
  { name: 'limit', meaning: 'units per period' },
  { name: 'period_ms', meaning: 'length of the period, in ms' },
  { name: 'period_s', meaning: 'the same in seconds, always whole' },
  { name: 'cost', meaning: 'units that the jump wants' },
  { name: 'capacity', meaning: 'size of the bucket' },
  { name: 'now', meaning: "the caller's clock, in seconds with a fraction" },
  { name: 'now_s', meaning: 'the same in whole seconds, rounded down' },
  { name: 'now_ms', meaning: 'the same in ms' },
  { name: 'now_us', meaning: 'the same in microseconds' },
  { name: 'held_ms', meaning: "the instant to decide at, or '' for the server's clock" },
  { name: 'held_s', meaning: 'the same in whole seconds, rounded down' },
  { name: 'held_us', meaning: 'the same in microseconds' },
  { name: 'id', meaning: 'a text that no other call has' },
] as const satisfies readonly Word[];

export type Variable = (typeof variables)[number]['name'];

/** Known behind the call alone. */
export const replyWord = {
  name: 'reply',
  meaning: 'what the script answered; reply[1] its first element',
} as const satisfies Word;

/** Functions, and how many arguments each takes. */
export const functions = [
  { name: 'floor', least: 1, most: 1 },
  { name: 'ceil', least: 1, most: 1 },
  { name: 'min', least: 1, most: Infinity },
  { name: 'max', least: 1, most: Infinity },
] as const;

export type FunctionName = (typeof functions)[number]['name'];

/** What a script may promise to be: the names of `attackModels`, which only an attack loads. */
export const modelNames = [
  'fixed-window',
  'fixed-window-from-first',
  'token-bucket',
  'leaky-bucket-meter',
  'leaky-bucket-queue',
  'sliding-window-log',
  'sliding-window-counter',
  'gcra',
] as const;

/** What headers look like, for those who have never seen one. */
export const exampleHeaders = [
  '-- hyperdrive: model=token-bucket',
  '-- hyperdrive: model=fixed-window-from-first argv=limit,period_s allowed=reply==1',
  '-- hyperdrive: model=sliding-window-log argv=period_s,limit,now_s allowed=reply[1]==1',
] as const;
