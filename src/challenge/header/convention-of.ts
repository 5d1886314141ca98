import type { Reply } from '../../engine/port.ts';
import { HyperdriveError } from '../../errors.ts';
import { contractConvention } from '../contract-convention.ts';
import type { Answer, AttackCall, Convention, Field, ScriptClock } from '../convention.ts';
import type { Family } from '../family.ts';
import { asksTime } from '../lua-code.ts';
import { evaluate, shown, type Scope, type Value } from './evaluate.ts';
import type { Calling, Formula, Header, WaitFormula } from './header.ts';
import { numberOf, plainNumber } from './numbers.ts';
import { expressionsIn, keyGlob, keyNamed, type KeyTemplate } from './key-template.ts';
import { namesIn, type Expression } from './syntax.ts';

/** What an expression may name. */
type Name = ReturnType<typeof namesIn>[number];

/** How the script of a header is called and read. `code` is the script's text. Throws `UsageError` where the header lacks something. */
export function conventionOf(header: Header, family: Family, code: string): Convention {
  const { calling, keys, fixed } = header;
  const inKeys = (keys ?? []).flatMap(expressionsIn).flatMap(namesIn);
  checkNamesInKeys(header, inKeys);
  const convention = calling
    ? ownConvention(header, calling, inKeys, family, code)
    : contractConvention(family);
  if (header.clock !== null && convention.clock !== 'caller')
    throw header.problem(
      `clock=${header.clock} is for scripts that get the caller's clock, such as now_s in argv=: leave it out.`,
      'clock',
    );
  if (fixed.capacity !== undefined && !family.bucket)
    throw header.problem('capacity= is for buckets, and this model is none: leave it out.', 'capacity');
  const { tickMs } = header;
  return {
    ...convention,
    ...(header.costIsTrusted && { costIsTrusted: true }),
    ...(tickMs && tickMs > 1 && { tickMs, waitStepMs: Math.max(tickMs, convention.waitStepMs) }),
    clockIsAttacked: header.clock === 'caller',
    fixed,
    ...(keys && keysOf(keys, convention)),
  };
}

/** A key is named before the call, and the same for all that it limits. */
function checkNamesInKeys({ problem, calling }: Header, names: readonly Name[]): void {
  const never = names.find((name) => name === 'id' || name === 'cost' || name.startsWith('held_'));
  if (never)
    throw problem(
      `keys= has ${never}, and a key is named by whoever calls: use now_ms or now_s for the number of a window.`,
      'keys',
    );
  if (names.length && !calling)
    throw problem(
      'under the decision contract keys do not depend on the call: add argv= and allowed=, or leave the expression out.',
      'keys',
    );
}

/** How the keys are named; those that depend on the call by its clock. */
function keysOf(
  templates: readonly KeyTemplate[],
  { clock }: Convention,
): Pick<Convention, 'keys' | 'keyGlobs'> {
  const named = (key: string, textOf: (expression: Expression) => string) =>
    templates.map((template) => keyNamed(template, key, textOf));
  if (templates.every((template) => !expressionsIn(template).length))
    return { keys: (key) => named(key, () => '') };
  return {
    keys(key, _tags, call) {
      if (!call) throw new Error('The names of these keys depend on the call.');
      const scope = scopeOf(call, clock);
      return named(key, (expression) => argument(evaluate(expression, scope)));
    },
    keyGlobs: (key) => templates.map((template) => keyGlob(template, key)),
  };
}

function ownConvention(
  header: Header,
  calling: Calling,
  inKeys: readonly Name[],
  family: Family,
  code: string,
): Convention {
  const { argv, allowed, remaining, retry, reset, delay } = calling;
  const sent = new Set([...argv.flatMap(namesIn), ...inKeys]);
  const formulas = [allowed, remaining, retry, reset, delay].filter((one) => one !== null);
  const used = new Set([...sent, ...formulas.flatMap(({ expression }) => namesIn(expression))]);
  needNumbers(header, used);
  if (used.has('capacity') && !family.bucket)
    throw header.problem('capacity is for buckets, and this model is none: use limit.', 'argv');
  if (delay && !family.delays)
    throw header.problem(`${delay.name}= is for leaky-bucket-queue alone: leave it out.`, delay.name);
  const clock = clockOf([...sent], code);
  return {
    contract: false,
    clock,
    clockIsAttacked: false,
    costs: sent.has('cost'),
    capacity: family.bucket && (used.has('capacity') || header.fixed.capacity !== undefined),
    tells: told(calling),
    waitStepMs: [retry, reset, delay].some((wait) => wait?.unitMs === 1000) ? 1000 : 1,
    periodStepMs: used.has('period_s') ? 1000 : 1,
    fixed: {},
    tags: {},
    keys: (key) => [key],
    args: (call) => argv.map((one) => argument(evaluate(one, scopeOf(call, clock)))),
    read: (reply, call) => read(calling, reply, scopeOf(call, clock)),
  };
}

/** A limit that the script is not told must be known all the same. */
function needNumbers(header: Header, used: ReadonlySet<string>): void {
  if (!used.has('limit') && header.fixed.limit === undefined)
    throw header.problem(
      'no expression uses limit: if the script has it written in, say so, such as limit=5.',
      'argv',
    );
  if (!used.has('period_ms') && !used.has('period_s') && header.fixed.periodMs === undefined)
    throw header.problem(
      'no expression uses period_ms or period_s: if the script has it written in, say so, such as period_s=60.',
      'argv',
    );
}

function clockOf(sent: readonly string[], code: string): ScriptClock {
  if (sent.some((name) => /^now(_|$)/.test(name))) return 'caller';
  if (sent.some((name) => name.startsWith('held_'))) return 'optional';
  return asksTime(code) ? 'server' : 'none';
}

function told({ remaining, retry, reset, delay }: Calling): Field[] {
  return [
    ...(remaining ? (['remaining'] as const) : []),
    ...(retry ? (['retryAfterMs'] as const) : []),
    ...(reset ? (['resetAfterMs'] as const) : []),
    ...(delay ? (['delayMs'] as const) : []),
  ];
}

/** What the names of expressions stand for in a call. */
function scopeOf({ drive, cost, nowMs, heldMs, id }: AttackCall, clock: ScriptClock): Omit<Scope, 'reply'> {
  const { limit, periodMs } = drive;
  // Who believes its caller may be held beside that, at the true instant.
  const held = instant(clock === 'caller' ? heldMs : nowMs);
  const now = instant(nowMs);
  return {
    limit,
    period_ms: periodMs,
    period_s: periodMs / 1000,
    cost,
    capacity: drive.capacity ?? limit,
    now: nowMs === null ? '' : nowMs / 1000,
    now_s: now.s,
    now_ms: now.ms,
    now_us: now.us,
    held_s: held.s,
    held_ms: held.ms,
    held_us: held.us,
    id,
  };
}

/** In whole units; '' where there is none. */
function instant(ms: number | null): { s: number | ''; ms: number | ''; us: number | '' } {
  return ms === null ? { s: '', ms: '', us: '' } : { s: Math.floor(ms / 1000), ms, us: ms * 1000 };
}

function argument(value: Value): string {
  if (typeof value === 'number') return plainNumber(value);
  return typeof value === 'string' ? value : '';
}

function read(
  { allowed, remaining, retry, reset, delay }: Calling,
  reply: Reply,
  call: Omit<Scope, 'reply'>,
): Answer {
  const scope: Scope = { ...call, reply };
  const isAllowed = valueOf(allowed, scope) === true;
  const left = numberIn(remaining, scope);
  const retryAfterMs = waitIn(retry, scope);
  const delayMs = waitIn(delay, scope);
  return {
    allowed: isAllowed,
    remaining: left === null ? null : Math.floor(left),
    // Many tell when the window ends, whatever they decided: of who is let in that is no wait.
    retryAfterMs: isAllowed && retryAfterMs !== null ? 0 : retryAfterMs,
    resetAfterMs: waitIn(reset, scope),
    ...(delayMs !== null && { delayMs }),
  };
}

/** In ms, rounded up; -1 for what is below 0: never. */
function waitIn(formula: WaitFormula | null, scope: Scope): number | null {
  const wait = numberIn(formula, scope);
  if (wait === null) return null;
  // A fraction of a nanosecond is arithmetic's own.
  return wait < 0 ? -1 : Math.ceil(Number((wait * formula!.unitMs).toFixed(6)));
}

function numberIn(formula: Formula | null, scope: Scope): number | null {
  if (!formula) return null;
  const value = valueOf(formula, scope);
  if (value === null || value === '') return null;
  const number = typeof value === 'string' ? numberOf(value) : value;
  if (typeof number === 'number') return number;
  throw unread(formula, scope, `${shown(value)} is no number`);
}

function valueOf(formula: Formula, scope: Scope): Value {
  try {
    return evaluate(formula.expression, scope);
  } catch (error) {
    if (!(error instanceof HyperdriveError)) throw error;
    throw unread(formula, scope, error.message);
  }
}

function unread({ name, source }: Formula, { reply }: Scope, why: string): HyperdriveError {
  return new HyperdriveError(
    `The script answered ${shown(reply ?? null)}, and that does not go with ${name}=${source}: ${why}.`,
  );
}
