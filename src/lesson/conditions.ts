const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof operators)[number];

/** `path op value`, such as `firstDenial.retryAfterMs<=60000`. */
export interface Condition {
  path: string;
  op: Operator;
  value: number | boolean | null | string;
  /** As it was written, without spaces. */
  text: string;
}

export type Verdict = { holds: true } | { holds: false; failed: Condition; got: unknown };

const one = /\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*(!=|<=|>=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^\s"=<>!]+)(?=\s|$)/y;

/** Reads conditions that stand one behind the other; null where the text is none. */
export function parseConditions(text: string): Condition[] | null {
  const conditions: Condition[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    one.lastIndex = at;
    const match = one.exec(text);
    if (!match) return null;
    const [, path, op, written] = match as unknown as [string, string, Operator, string];
    const value = readValue(written);
    if (value === undefined) return null;
    conditions.push({ path, op, value, text: `${path}${op}${written}` });
    at = one.lastIndex;
  }
  return conditions.length ? conditions : null;
}

function readValue(written: string): Condition['value'] | undefined {
  if (written.startsWith('"')) {
    try {
      return JSON.parse(written) as string;
    } catch {
      // A backslash that JSON does not know.
      return undefined;
    }
  }
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written);
  const named: Record<string, boolean | null> = { true: true, false: false, null: null };
  return Object.hasOwn(named, written) ? named[written] : written;
}

/** Whether all conditions hold for a document; else the first that does not, and what stands there instead. */
export function evaluate(conditions: readonly Condition[], document: unknown): Verdict {
  for (const condition of conditions) {
    const got = lookUp(document, condition.path);
    if (!holds(condition, got)) return { holds: false, failed: condition, got };
  }
  return { holds: true };
}

/** What stands at a path; undefined where there is no such path. */
export function lookUp(document: unknown, path: string): unknown {
  let at = document;
  for (const name of path.split('.')) {
    if (at === null || at === undefined || !Object.hasOwn(Object(at) as object, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function holds({ op, value }: Condition, got: unknown): boolean {
  // A path that does not exist is a mistake in the mission, so not even `!=` holds for it.
  if (got === undefined) return false;
  if (op === '=') return same(got, value);
  if (op === '!=') return !same(got, value);
  const [left, right] = [toNumber(got), toNumber(value)];
  if (left === null || right === null) return false;
  if (op === '<') return left < right;
  if (op === '<=') return left <= right;
  return op === '>' ? left > right : left >= right;
}

/** Servers send numbers as text, so `score=5` holds for "5". */
function same(got: unknown, value: Condition['value']): boolean {
  if (typeof got === 'string' && typeof value === 'number') return got.trim() !== '' && Number(got) === value;
  return got === value;
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

/** What was found, for a message: short, on one line. */
export function shown(got: unknown): string {
  if (got === undefined) return 'nothing there';
  const text = JSON.stringify(got) ?? String(got);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
