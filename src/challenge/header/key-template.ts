import { literalGlob } from '../../engine/namespace.ts';
import { parseExpression } from './expression.ts';
import type { Expression } from './syntax.ts';

/** The name of a key: texts, the limiter's own key (null), and what depends on the call. */
export type KeyTemplate = readonly (string | null | Expression)[];

/** The limiter's own key, or an expression in braces; other braces are letters like all others. */
const part = /\{key\}|\{([^{}]*)\}/g;

/** Splits a list at its commas, but not within braces. */
export function splitKeys(source: string): string[] {
  return source.split(/,(?![^{}]*\})/).map((key) => key.trim());
}

/** Reads `{key}:{now_ms//period_ms}`. Throws `UsageError`, without the place. */
export function parseKeyTemplate(source: string): KeyTemplate {
  const parts: (string | null | Expression)[] = [];
  let from = 0;
  for (const match of source.matchAll(part)) {
    if (match.index > from) parts.push(source.slice(from, match.index));
    parts.push(match[1] === undefined ? null : parseExpression(match[1], { reply: false }));
    from = match.index + match[0].length;
  }
  if (from < source.length) parts.push(source.slice(from));
  return parts;
}

/** What of it depends on the call. */
export function expressionsIn(template: KeyTemplate): Expression[] {
  return template.filter((one) => one !== null && typeof one !== 'string');
}

/** The name that it stands for. */
export function keyNamed(
  template: KeyTemplate,
  key: string,
  textOf: (expression: Expression) => string,
): string {
  return template.map((one) => (typeof one === 'string' ? one : one ? textOf(one) : key)).join('');
}

/** A glob that matches every name that it could stand for. */
export function keyGlob(template: KeyTemplate, key: string): string {
  return template.map((one) => (typeof one === 'string' || !one ? literalGlob(one ?? key) : '*')).join('');
}
