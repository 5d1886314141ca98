import type { Document } from '../deps.ts';
import type { ClockReading } from '../engine/clock.ts';
import type { KeyContent, KeyState } from '../engine/keyspace.ts';
import type { KeyPlace } from '../engine/port.ts';
import type { KeyChanges } from './changes.ts';
import { escapeText } from './escape.ts';
import { excerptDocument, excerptOf, excerptText, isCut } from './excerpt.ts';
import { bytes, count, duration, groups, roundUp } from './format.ts';
import { commandLine } from './key-command.ts';
import { excerptsOf, rowsOf } from './key-content.ts';
import { colouredMark, contentLines, type Watching } from './key-table.ts';
import type { Style } from './style.ts';
import { displayWidth, ellipsis, fit } from './width.ts';
import { withoutColour, wrapWords } from './wrap.ts';

/** Longer keys and values are cut: an answer is read, not scrolled through. */
const mostKeyLines = 3;
const mostKeyBytes = 1_024;
/** The most that --rows takes; a reading is cut there. */
const mostRows = 10_000;

/** How a key is shown in a view that is redrawn while time passes. */
export interface WatchedKey extends Pick<Watching, 'grainMs'> {
  changes?: KeyChanges;
}

/** A key's type, size, TTL and content. Ages are told from the clock's now. */
export function keyView(
  state: KeyState,
  clock: ClockReading,
  style: Style,
  { changes, grainMs = 1 }: WatchedKey = {},
): string {
  const { chalk } = style;
  const key = fit(
    excerptText(excerptOf(state.key, mostKeyBytes)),
    mostKeyLines * style.width,
    ellipsis(style),
  );
  const mark = changes?.mark ? `${colouredMark(changes.mark, style)} ` : '';
  if (state.type === 'none') {
    const where = state.place ? ` It would be in ${placeText(state.place)}.` : '';
    return wrapWords(mark + missing(key) + where, style.width);
  }
  const command = state.tooLarge ? null : commandLine(state);
  return [
    heading(key, mark, state, grainMs, style),
    ...(command ? [chalk.dim(command)] : []),
    ...contentLines(state.content, clock, style, { grainMs, ...(changes && { marks: changes.marks }) }),
    ...more(state, style),
    ...goneLine(changes?.gone ?? 0, state.type, style),
  ].join('\n');
}

/** Where a cluster keeps a key. */
export function placeText({ slot, node }: KeyPlace): string {
  return `slot ${slot} ${node === null ? 'of no node' : `on ${escapeText(node)}`}`;
}

function missing(key: string): string {
  return `${key} does not exist${key.startsWith('hyperdrive:') ? ': a limiter that keeps nothing is full' : ''}.`;
}

/** Mark, key, type, length, TTL, encoding and memory, in as many lines as the width asks for. */
function heading(
  key: string,
  mark: string,
  { type, length, ttlMs, encoding, memoryBytes, place }: KeyState,
  grainMs: number,
  style: Style,
): string {
  const { chalk, unicode, width } = style;
  const facts = [
    foreign(type),
    ...(length === null ? [] : [sizeText(type, length)]),
    ttlMs === null ? noTtl : `TTL ${duration(roundUp(ttlMs, grainMs))}`,
    ...(encoding === undefined ? [] : [foreign(encoding)]),
    ...(memoryBytes === undefined ? [] : [bytes(memoryBytes) + (type === 'string' ? ' in memory' : '')]),
    ...(place === undefined ? [] : [placeText(place)]),
  ];
  let text = mark + chalk.bold(key);
  let used = displayWidth(withoutColour(mark) + key);
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
  /** Of a listing. */
  keys: ['key'],
};

/** `5 members`, `12 bytes`. */
export function sizeText(type: string, length: number): string {
  return count(length, ...(units[type] ?? (['element'] as const)));
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

/** `- 2 members gone`: the mark of what is there no more; nothing where nothing is missing. */
export function goneLine(gone: number, type: string, style: Style): string[] {
  return gone ? [`${colouredMark('-', style)} ${sizeText(type, gone)} gone`] : [];
}

/**
 * The same as JSON. Texts are strings; what is not UTF-8 is `{ base64 }`, what is only the beginning of a text carries
 * its `length` in bytes. `truncated`: there is more in the key than here.
 */
export function keyDocument(state: KeyState): Document {
  const { key, type, ttlMs, encoding, memoryBytes, length, content, place } = state;
  const rows = rowsOf(content);
  return {
    key: excerptDocument(excerptOf(key, mostKeyBytes)),
    type,
    ttlMs,
    ...(encoding !== undefined && { encoding }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...place,
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
