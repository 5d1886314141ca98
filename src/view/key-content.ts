import type { Excerpt, KeyContent } from '../engine/keyspace.ts';

/** Every text that was read. */
export function excerptsOf(content: KeyContent): Excerpt[] {
  switch (content.kind) {
    case 'string':
      return [content.value];
    case 'hash':
      return content.entries.flatMap(({ field, value }) => [field, value]);
    case 'list':
      return content.elements;
    case 'set':
      return content.members;
    case 'zset':
      return content.entries.map(({ member }) => member);
    case 'none':
      return [];
  }
}

/** How many elements were read; 0 for what has none. */
export function rowsOf(content: KeyContent): number {
  switch (content.kind) {
    case 'hash':
    case 'zset':
      return content.entries.length;
    case 'list':
      return content.elements.length;
    case 'set':
      return content.members.length;
    default:
      return 0;
  }
}
