import type { Reply } from '../../engine/port.ts';
import { HyperdriveError } from '../../errors.ts';
import { quoted } from '../../limiter/quoted.ts';

import { numberOf } from './numbers.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import type { FunctionName, Variable } from './vocabulary.ts';

/** null is nil; an array is a reply's. */
export type Value = number | string | boolean | null | readonly Reply[];

/** What names stand for. */
export type Scope = Readonly<Record<Variable, number | string>> & { readonly reply?: Reply };

/**
 * What an expression comes to. Arithmetic on nil, and on '' (no instant given), comes to the same. Throws `HyperdriveError`,
 * without the place, for what Lua would not do either.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'variable':
      return scope[expression.name] ?? null;
    case 'element': {
      const whole = evaluate(expression.of, scope);
      if (Array.isArray(whole)) return (whole as readonly Reply[])[expression.at - 1] ?? null;
      throw new HyperdriveError(`${shown(whole)} has no elements`);
    }
    case 'call':
      return called(
        expression.name,
        expression.args.map((arg) => evaluate(arg, scope)),
      );
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      if (expression.operator === 'not') return !isTrue(operand);
      return onNumbers([operand], ([value]) => -value!);
    }
    case 'binary':
      return combined(expression, scope);
  }
}

/** As in Lua: all but nil and false. */
function isTrue(value: Value): boolean {
  return value !== null && value !== false;
}

function combined({ operator, left, right }: Expression & { kind: 'binary' }, scope: Scope): Value {
  const first = evaluate(left, scope);
  if (operator === 'and') return isTrue(first) ? evaluate(right, scope) : first;
  if (operator === 'or') return isTrue(first) ? first : evaluate(right, scope);
  const second = evaluate(right, scope);
  if (operator === '==') return same(first, second);
  if (operator === '~=') return !same(first, second);
  if (isOrder(operator)) return orders[operator](toNumber(first), toNumber(second));
  return onNumbers([first, second], ([a, b]) => arithmetic[operator](a!, b!));
}

const orders = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
};

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '//': (a: number, b: number) => Math.floor(a / b),
  '%': (a: number, b: number) => a - Math.floor(a / b) * b,
};

const applied: Record<FunctionName, (...values: number[]) => number> = {
  floor: Math.floor,
  ceil: Math.ceil,
  min: Math.min,
  max: Math.max,
};

function isOrder(operator: BinaryOperator): operator is keyof typeof orders {
  return Object.hasOwn(orders, operator);
}

function called(name: FunctionName, args: readonly Value[]): Value {
  return onNumbers(args, (values) => applied[name](...values));
}

/** Numbers that came as text are numbers: many scripts answer with them. */
function same(a: Value, b: Value): boolean {
  if (typeof a === typeof b) return a === b;
  const [one, other] = [numeric(a), numeric(b)];
  return one !== null && one === other;
}

function onNumbers(values: readonly Value[], work: (values: number[]) => number): Value {
  if (values.includes(null)) return null;
  if (values.includes('')) return '';
  const result = work(values.map(toNumber));
  if (Number.isFinite(result)) return result;
  throw new HyperdriveError(`${values.map(shown).join(' and ')} make no number`);
}

function toNumber(value: Value): number {
  const number = numeric(value);
  if (number !== null) return number;
  throw new HyperdriveError(`${shown(value)} is no number`);
}

function numeric(value: Value): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? numberOf(value) : null;
}

/** A value in a message. */
export function shown(value: Value): string {
  return value === null ? 'nil' : quoted(value);
}
