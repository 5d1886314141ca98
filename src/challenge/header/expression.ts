import { UsageError } from '../../errors.ts';
import { unknownName } from '../../nearest.ts';
import { binding, isBinary, isCondition, tighterThanAll, type Expression } from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';
import { functions, replyWord, variables } from './vocabulary.ts';

/** Deeper than anybody writes. */
const deepest = 50;

export interface Allowances {
  /** Whether the reply is known already. */
  reply: boolean;
}

/** Reads one expression. Throws `UsageError`, without the place. */
export function parseExpression(source: string, allowances: Allowances): Expression {
  const [expression, ...more] = parseList(source, allowances);
  if (!expression) throw new UsageError('it is empty.');
  if (more.length) throw new UsageError('"," separates nothing here: it is one expression.');
  return expression;
}

/** Reads expressions with commas between them; none where the source is empty. Throws `UsageError`, without the place. */
export function parseList(source: string, { reply }: Allowances): Expression[] {
  const parser = new Parser(tokensOf(source), reply);
  return parser.list();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #reply: boolean;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], reply: boolean) {
    this.#tokens = tokens;
    this.#reply = reply;
  }

  list(): Expression[] {
    if (this.#peek().kind === 'end') return [];
    const all = [this.#expression(0)];
    while (this.#take(',')) all.push(this.#expression(0));
    const { kind, text } = this.#peek();
    if (kind === 'end') return all;
    if (text === ')' || text === ']') throw new UsageError(`"${text}" closes what was never opened.`);
    throw new UsageError(`before "${text}" something is missing, such as an operator or a comma.`);
  }

  #expression(least: number): Expression {
    if (++this.#depth > deepest) throw new UsageError('it is nested too deeply.');
    let left = this.#prefix();
    for (;;) {
      const { kind, text } = this.#peek();
      const operator = text === '!=' ? '~=' : text;
      if (kind === 'end' || !isBinary(operator) || binding[operator] <= least) break;
      this.#at++;
      const right = this.#expression(binding[operator]);
      left = checked({ kind: 'binary', operator, left, right });
    }
    this.#depth--;
    return left;
  }

  #prefix(): Expression {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    if (token.kind === 'number' || token.kind === 'text') return { kind: 'constant', value: token.value };
    switch (token.text) {
      case '-':
      case 'not':
        return checked({
          kind: 'unary',
          operator: token.text,
          operand: this.#expression(tighterThanAll),
        });
      case '(': {
        const inner = this.#expression(0);
        this.#close('(', ')');
        return inner;
      }
      case 'nil':
        return { kind: 'constant', value: null };
      case 'true':
      case 'false':
        return { kind: 'constant', value: token.text === 'true' };
    }
    if (token.kind === 'name' && !isBinary(token.text)) return this.#named(token.text);
    throw new UsageError(
      token.kind === 'end'
        ? 'it ends where something must follow.'
        : `before "${token.text}" something is missing.`,
    );
  }

  #named(name: string): Expression {
    const called = functions.find((one) => one.name === name);
    if (called || this.#peek().text === '(') {
      if (!called) throw new UsageError(unknownName('function', name, functions.map(nameOf)));
      return this.#called(called);
    }
    if (name === replyWord.name) {
      if (!this.#reply) throw new UsageError('the reply is not known yet when the script is called.');
      return this.#elements({ kind: 'variable', name });
    }
    const known = variables.find((one) => one.name === name);
    if (known) return { kind: 'variable', name: known.name };
    const names = [...(this.#reply ? [replyWord.name] : []), ...variables.map(nameOf)];
    throw new UsageError(unknownName('variable', name, names));
  }

  #called({ name, least, most }: (typeof functions)[number]): Expression {
    if (!this.#take('(')) throw new UsageError(`${name} is a function: write ${name}(…).`);
    const args = this.#peek().text === ')' ? [] : [this.#expression(0)];
    while (this.#take(',')) args.push(this.#expression(0));
    this.#close('(', ')');
    if (args.length < least || args.length > most)
      throw new UsageError(
        `${name} takes ${most === least ? 'one argument' : 'one argument or more'}, not ${args.length}.`,
      );
    for (const arg of args) needValue(arg, name);
    return { kind: 'call', name, args };
  }

  #elements(of: Expression): Expression {
    let whole = of;
    while (this.#take('[')) {
      const token = this.#peek();
      if (token.kind !== 'number' || !Number.isInteger(token.value) || token.value < 1)
        throw new UsageError('between [ and ] stands a whole number, and the first element is 1.');
      this.#at++;
      this.#close('[', ']');
      whole = { kind: 'element', of: whole, at: token.value };
    }
    return whole;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(sign: string): boolean {
    const taken = this.#peek().kind === 'sign' && this.#peek().text === sign;
    if (taken) this.#at++;
    return taken;
  }

  #close(opened: string, sign: string): void {
    if (!this.#take(sign)) throw new UsageError(`"${opened}" is not closed with "${sign}".`);
  }
}

/** In Lua 0 is as true as 1: whoever writes `not reply[1]` means something else than what it says. */
function checked(expression: Expression & { kind: 'unary' | 'binary' }): Expression {
  const { operator } = expression;
  if (expression.kind === 'unary') {
    if (operator === 'not') needCondition(expression.operand, 'not');
    else needValue(expression.operand, operator);
  } else if (operator === 'and') {
    needCondition(expression.left, 'and');
  } else if (operator !== 'or' && operator !== '==' && operator !== '~=') {
    needValue(expression.left, operator);
    needValue(expression.right, operator);
  }
  return expression;
}

function needCondition(operand: Expression, operator: string): void {
  if (isCondition(operand)) return;
  const where = operator === 'not' ? 'behind' : 'before';
  throw new UsageError(
    `${where} ${operator} comes a comparison, such as (reply[1]==1), for in Lua 0 counts as true, too.`,
  );
}

function needValue(operand: Expression, operator: string): void {
  if (!isCondition(operand)) return;
  throw new UsageError(`${operator} works on numbers, and a comparison is none: parentheses may be missing.`);
}

function nameOf<T extends string>({ name }: { name: T }): T {
  return name;
}
