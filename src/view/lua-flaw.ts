import type { Flaw, FlawRow } from '../algorithms/algorithm.ts';
import { fittedTable } from './fitted-table.ts';
import { count, duration, groups } from './format.ts';
import { indented, labelled } from './hanging.ts';
import { jumpHow } from './jump-how.ts';
import { limitText } from './limit.ts';
import type { Style } from './style.ts';

/** What is wrong with a script, and the smallest trace that shows it. */
export function flawView({ what, source, instead, drive, trace }: Flaw, style: Style): string {
  return [
    labelled(
      [
        ['Goes wrong', what],
        ['Found in', source],
        ['Instead', `${instead} (\`hyperdrive lua ${instead}\`)`],
      ],
      style,
    ),
    '',
    indented(`At ${limitText(drive)}:`, style, ''),
    traceTable(trace, style),
    ...trace.flatMap(remarks).map((remark) => indented(remark, style, '')),
  ].join('\n');
}

function traceTable(trace: readonly FlawRow[], style: Style): string {
  const how = trace.map(jumpHow);
  const told = how.some((text) => text !== '');
  return fittedTable(
    [
      { head: 'at', align: 'right' },
      { head: 'jumps', align: 'right' },
      ...(told ? [{ head: 'how', shrinks: true }] : []),
      { head: 'admitted', align: 'right' },
      { head: 'should be', align: 'right' },
    ],
    trace.map(({ atMs, jumps, got, due }, at) => [
      duration(atMs),
      groups(jumps),
      ...(told ? [how[at]!] : []),
      groups(got),
      groups(due),
    ]),
    style,
  );
}

function remarks({ atMs, jumps, interleaved, dies, told, ttlMs, keys }: FlawRow): string[] {
  const at = `At ${duration(atMs)}`;
  return [
    ...(interleaved ? [`${at} all make their first call before any makes its second.`] : []),
    ...(dies ? [`${at} every caller dies between its first call and its second.`] : []),
    ...(told
      ? [
          `${at} ${jumps === 1 ? 'it' : told.jump === undefined ? 'the last' : `jump ${told.jump}`} is told ${fields[told.field]}: ${value(told.field, told.got)}. Right: ${value(told.field, told.due)}.`,
        ]
      : []),
    ...(keys ? [`${at} it leaves ${count(keys.got, 'key')} behind. Right: ${groups(keys.due)}.`] : []),
    ...(ttlMs ? [`${at} the key is left with a TTL of: ${ttl(ttlMs.got)}. Right: ${ttl(ttlMs.due)}.`] : []),
  ];
}

type Told = NonNullable<FlawRow['told']>['field'];

const fields: Record<Told, string> = {
  remaining: 'remaining',
  retryAfterMs: 'retry after',
  resetAfterMs: 'as good as new in',
};

function value(field: Told, told: number | null): string {
  if (told === null) return 'nothing';
  if (field === 'remaining') return String(told);
  return told === -1 ? 'never' : duration(told);
}

function ttl(ms: number | null): string {
  return ms === null ? 'none' : ms === -2 ? 'no key' : duration(ms);
}
