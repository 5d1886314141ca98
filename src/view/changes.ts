import type { KeyList, KeySummary } from '../engine/key-listing.ts';
import type { Excerpt, KeyContent, KeyState } from '../engine/keyspace.ts';
import { rowsOf } from './key-content.ts';

/** What became of something since it was looked at before: new, changed, or neither. */
export type Mark = '+' | '*' | '';

/** The marks of rows, in their order, and how many rows are there no more. */
export interface RowChanges {
  marks: Mark[];
  gone: number;
}

/** What became of a key, and of each row that is shown of it. */
export interface KeyChanges extends RowChanges {
  mark: Mark | '-';
}

/** What became of several keys: changes of each, and how many keys are there no more. */
export interface KeysChanges {
  keys: KeyChanges[];
  gone: number;
}

/** A deadline is computed from a time left and a clock, and where time goes on inside of MULTI it may come out so much later. */
const slackMs = 50;

/** Compares two looks at some keys. Time that passes is no change. */
export function keysChanges(before: readonly KeyState[], after: readonly KeyState[]): KeysChanges {
  const known = new Map(before.map((state) => [state.key.toString('latin1'), state]));
  const keys = after.map((state) => keyChanges(known.get(state.key.toString('latin1')), state));
  const names = new Set(after.map(({ key }) => key.toString('latin1')));
  const gone = before.filter(({ key, type }) => type !== 'none' && !names.has(key.toString('latin1'))).length;
  return { keys, gone };
}

/** Compares two looks at a key. */
export function keyChanges(before: KeyState | undefined, after: KeyState): KeyChanges {
  const { marks, gone } = rowChanges(
    { rows: rows(before?.content), complete: before === undefined || isComplete(before) },
    { rows: rows(after.content), complete: isComplete(after) },
  );
  if (before === undefined || before.type === 'none')
    return { mark: after.type === 'none' ? '' : '+', marks, gone };
  if (after.type === 'none') return { mark: '-', marks, gone };
  const changed =
    before.type !== after.type ||
    before.length !== after.length ||
    gone > 0 ||
    marks.some(Boolean) ||
    deadlineMoved(before, after) ||
    stringOf(before.content) !== stringOf(after.content);
  return { mark: changed ? '*' : '', marks, gone };
}

/** Compares two lists of keys: of each its type and its size. */
export function listChanges(before: KeyList, after: KeyList): RowChanges {
  const row = ({ name, type, length }: KeySummary): Row => ({ id: idOf(name), value: `${type} ${length}` });
  return rowChanges(
    { rows: before.keys.map(row), complete: before.more === 0 },
    { rows: after.keys.map(row), complete: after.more === 0 },
  );
}

interface Row {
  id: string;
  value: string;
}

interface Rows {
  rows: Row[];
  /** Else there are more than these: what comes into sight need not be new, and what leaves it need not be gone. */
  complete: boolean;
}

function rowChanges(before: Rows, after: Rows): RowChanges {
  const known = new Map(before.rows.map(({ id, value }) => [id, value]));
  const marks = after.rows.map(({ id, value }): Mark => {
    const old = known.get(id);
    if (old === undefined) return before.complete ? '+' : '';
    return old === value ? '' : '*';
  });
  const still = new Set(after.rows.map(({ id }) => id));
  return { marks, gone: after.complete ? before.rows.filter(({ id }) => !still.has(id)).length : 0 };
}

function rows(content: KeyContent = { kind: 'none' }): Row[] {
  switch (content.kind) {
    case 'hash':
      return content.entries.map(({ field, value }) => ({ id: idOf(field), value: idOf(value) }));
    case 'zset':
      return content.entries.map(({ member, score }) => ({ id: idOf(member), value: score }));
    case 'set':
      return content.members.map((member) => ({ id: idOf(member), value: '' }));
    case 'list': {
      // Lists grow and shrink at their ends, so an element is known by its text, not by where it stands.
      const seen = new Map<string, number>();
      return content.elements.map((element) => {
        const id = idOf(element);
        const nth = (seen.get(id) ?? 0) + 1;
        seen.set(id, nth);
        return { id: `${nth} ${id}`, value: '' };
      });
    }
    default:
      return [];
  }
}

function idOf({ head, length }: Excerpt): string {
  return `${length} ${head.toString('latin1')}`;
}

function stringOf(content: KeyContent): string | null {
  return content.kind === 'string' ? idOf(content.value) : null;
}

function isComplete({ content, length, tooLarge }: KeyState): boolean {
  return !tooLarge && (length === null || content.kind === 'string' || rowsOf(content) >= length);
}

function deadlineMoved(before: KeyState, after: KeyState): boolean {
  if (before.ttlMs === null || after.ttlMs === null) return before.ttlMs !== after.ttlMs;
  return Math.abs(after.clock.nowMs + after.ttlMs - before.clock.nowMs - before.ttlMs) > slackMs;
}
