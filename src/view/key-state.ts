import type { Document } from '../deps.ts';
import type { ClockReading } from '../engine/clock.ts';
import type { Excerpt, KeyContent, KeyState } from '../engine/keyspace.ts';
import { escapeText } from './escape.ts';
import { excerptCell, excerptDocument, excerptOf, excerptText, isCut } from './excerpt.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { bytes, count, duration, groups } from './format.ts';
import { commandLine } from './key-command.ts';
import { excerptsOf, rowsOf } from './key-content.ts';
import type { Style } from './style.ts';
import { displayWidth, ellipsis, fit, hardWrap } from './width.ts';

/** Longer keys and values are cut: an answer is read, not scrolled through. */
const mostKeyLines = 3;
const mostValueLines = 6;
const mostKeyBytes = 1_024;
/** The most that --rows takes; a reading is cut there. */
const mostRows = 10_000;
const yearMs = 365.25 * 24 * 60 * 60 * 1000;

/** A key's type, size, TTL and content. Ages are told from the clock's now. */
export function keyView(state: KeyState, clock: ClockReading, style: Style): string {
  const { chalk } = style;
  const key = fit(
    excerptText(excerptOf(state.key, mostKeyBytes)),
    mostKeyLines * style.width,
    ellipsis(style),
  );
  if (state.type === 'none') return missing(key);
  const command = state.tooLarge ? null : commandLine(state);
  return [
    heading(key, state, style),
    ...(command ? [chalk.dim(command)] : []),
    ...content(state.content, clock, style),
    ...more(state, style),
  ].join('\n');
}

function missing(key: string): string {
  return `${key} does not exist${key.startsWith('hyperdrive:') ? ': an idle limiter leaves nothing behind' : ''}.`;
}

/** Key, type, length, TTL, encoding and memory, in as many lines as the width asks for. */
function heading(
  key: string,
  { type, length, ttlMs, encoding, memoryBytes }: KeyState,
  style: Style,
): string {
  const { chalk, unicode, width } = style;
  const facts = [
    foreign(type),
    ...(length === null ? [] : [sizeText(type, length)]),
    ttlMs === null ? noTtl : `TTL ${duration(ttlMs)}`,
    ...(encoding === undefined ? [] : [foreign(encoding)]),
    ...(memoryBytes === undefined ? [] : [bytes(memoryBytes) + (type === 'string' ? ' in memory' : '')]),
  ];
  let text = chalk.bold(key);
  let used = displayWidth(key);
  for (const [i, fact] of facts.entries()) {
    const glue = i === 0 ? '  ' : unicode ? ' · ' : ', ';
    const breaks = used + displayWidth(glue + fact) > width;
    text += (breaks ? '\n  ' : glue) + (fact === noTtl ? chalk.yellow(fact) : fact);
    used = breaks ? displayWidth(`  ${fact}`) : used + displayWidth(glue + fact);
  }
  return text;
}

/** Worth a remark: a limiter without a TTL stays for ever. */
const noTtl = 'no TTL';

/** A type or an encoding: a module may call its type anything. */
function foreign(name: string): string {
  return escapeText(name.slice(0, 40));
}

const units: Record<string, [one: string, many?: string]> = {
  string: ['byte'],
  hash: ['field'],
  list: ['element'],
  set: ['member'],
  zset: ['member'],
  stream: ['entry', 'entries'],
};

/** `5 members`, `12 bytes`. */
export function sizeText(type: string, length: number): string {
  return count(length, ...(units[type] ?? (['element'] as const)));
}

function content(content: KeyContent, clock: ClockReading, style: Style): string[] {
  const cell = (excerpt: Excerpt) => excerptCell(excerpt, style);
  const rank: Column = { head: '#', align: 'right', drop: 1 };
  const table = (columns: Column[], rows: Parameters<typeof fittedTable>[1]): string[] =>
    rows.length ? [fittedTable(columns, rows, style)] : [];
  switch (content.kind) {
    case 'string':
      return value(content.value, style);
    case 'hash':
      return table(
        [
          { head: 'field', shrinks: true },
          { head: 'value', shrinks: true },
        ],
        content.entries.map(({ field, value }) => [cell(field), cell(value)]),
      );
    case 'list':
      return table(
        [rank, { head: 'element', shrinks: true }],
        content.elements.map((element, i) => [String(content.offset + i), cell(element)]),
      );
    case 'set':
      return table(
        [{ head: 'member', shrinks: true }],
        content.members.map((member) => [cell(member)]),
      );
    case 'zset': {
      const ages = agesOf(
        content.entries.map(({ score }) => Number(score)),
        clock.nowMs,
      );
      return table(
        [
          rank,
          { head: 'member', shrinks: true },
          { head: 'score', align: 'right', ...(ages && { drop: 2 }) },
          ...(ages ? [{ head: 'age', align: 'right' } as const] : []),
        ],
        content.entries.map(({ member, score }, i) => [
          String(content.offset + i),
          cell(member),
          score,
          ...(ages ? [ages[i]!] : []),
        ]),
      );
    }
    case 'none':
      return [];
  }
}

function value(excerpt: Excerpt, style: Style): string[] {
  if (excerpt.length === 0) return ['""'];
  const mark = ellipsis(style);
  const text = excerptText(excerpt) + (isCut(excerpt) ? mark : '');
  return hardWrap(fit(text, mostValueLines * style.width, mark), style.width);
}

/** What a score may count since 1970: milliseconds, seconds or microseconds. */
const timeUnits: ((score: number) => number)[] = [
  (score) => Math.round(score),
  (score) => Math.round(score * 1_000),
  (score) => Math.floor(score / 1_000),
];

/** Scores as ages, where all of them are times within ten years of now; else null. */
function agesOf(scores: readonly number[], nowMs: number): string[] | null {
  const toMs = timeUnits.find((toMs) =>
    scores.every((score) => Math.abs(toMs(score) - nowMs) <= 10 * yearMs),
  );
  return toMs ? scores.map((score) => ageText(nowMs - toMs(score))) : null;
}

function ageText(ageMs: number): string {
  if (ageMs === 0) return 'now';
  return ageMs > 0 ? `${duration(ageMs)} ago` : `in ${duration(-ageMs)}`;
}

function more({ length, content, tooLarge }: KeyState, style: Style): string[] {
  if (tooLarge) return [style.chalk.yellow('What it holds is too large for this engine to show.')];
  if (length === null || content.kind === 'string' || content.kind === 'none') return [];
  const rows = rowsOf(content);
  const offset = 'offset' in content ? content.offset : 0;
  return moreLine(length - offset - rows, rows, style);
}

/** `… and 980 more (--rows 1000)`; nothing where everything is shown. */
export function moreLine(left: number, shown: number, style: Style, atLeast = false): string[] {
  if (left <= 0) return [];
  const wanted = Math.min(shown + left, mostRows);
  const hint = wanted > shown ? ` (--rows ${wanted})` : '';
  return [style.chalk.dim(`${ellipsis(style)} and ${atLeast ? 'at least ' : ''}${groups(left)} more${hint}`)];
}

/**
 * The same as JSON. Texts are strings; what is not UTF-8 is `{ base64 }`, what is only the beginning of a text carries
 * its `length` in bytes. `truncated`: there is more in the key than here.
 */
export function keyDocument(state: KeyState): Document {
  const { key, type, ttlMs, encoding, memoryBytes, length, content } = state;
  const rows = rowsOf(content);
  return {
    key: excerptDocument(excerptOf(key, mostKeyBytes)),
    type,
    ttlMs,
    ...(encoding !== undefined && { encoding }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    length,
    ...contentDocument(content),
    ...(content.kind !== 'none' && {
      truncated: excerptsOf(content).some(isCut) || (content.kind !== 'string' && rows < length!),
    }),
  };
}

function contentDocument(content: KeyContent): Document {
  switch (content.kind) {
    case 'string':
      return { value: excerptDocument(content.value) };
    case 'hash':
      return {
        entries: content.entries.map(({ field, value }) => ({
          field: excerptDocument(field),
          value: excerptDocument(value),
        })),
      };
    case 'list':
      return { offset: content.offset, elements: content.elements.map(excerptDocument) };
    case 'set':
      return { members: content.members.map(excerptDocument) };
    case 'zset':
      return {
        offset: content.offset,
        entries: content.entries.map(({ member, score }) => ({
          member: excerptDocument(member),
          score: scoreDocument(score),
        })),
      };
    case 'none':
      return {};
  }
}

/** JSON has no infinity: `inf` and `-inf` stay texts. */
function scoreDocument(score: string): number | string {
  const number = Number(score);
  return Number.isFinite(number) ? number : score;
}
