import type { FunctionName, replyWord, Variable } from './vocabulary.ts';

export type BinaryOperator = keyof typeof binding;

export type Expression =
  | { kind: 'constant'; value: number | string | boolean | null }
  | { kind: 'variable'; name: Variable | typeof replyWord.name }
  | { kind: 'element'; of: Expression; at: number }
  | { kind: 'call'; name: FunctionName; args: readonly Expression[] }
  | { kind: 'unary'; operator: '-' | 'not'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression };

/** How tightly operators bind, as in Lua. */
export const binding = {
  or: 1,
  and: 2,
  '==': 3,
  '~=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '//': 5,
  '%': 5,
} as const;
/** Signs before an operand do. */
export const tighterThanAll = 6;

export function isBinary(text: string): text is BinaryOperator {
  return Object.hasOwn(binding, text);
}

/** Whether it is a yes or a no, whatever the reply. */
export function isCondition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
      return typeof expression.value === 'boolean';
    case 'unary':
      return expression.operator === 'not';
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === 'and') return isCondition(right);
      if (operator === 'or') return isCondition(left) && isCondition(right);
      return binding[operator] === binding['=='];
    }
    default:
      return false;
  }
}

/** What it names. */
export function namesIn(expression: Expression): (Variable | typeof replyWord.name)[] {
  switch (expression.kind) {
    case 'constant':
      return [];
    case 'variable':
      return [expression.name];
    case 'element':
      return namesIn(expression.of);
    case 'call':
      return expression.args.flatMap(namesIn);
    case 'unary':
      return namesIn(expression.operand);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
  }
}
