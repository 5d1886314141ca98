import type { Wire } from '../traffic/wire.ts';
import { fittedTable } from './fitted-table.ts';
import { count, groups } from './format.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What was measured, and of which script. */
export interface WireDrill {
  algorithm: string;
  rounds: number;
  wire: Wire;
}

/** What a decision costs on its way: three ways to ask for it, and in a sentence each what the second and third cost more. */
export function wireView({ algorithm, rounds, wire }: WireDrill, style: Style): string {
  const { chalk, width } = style;
  const { bytesSha, bytesText, keptMicros, textMicros, freshMicros, textRatio, freshRatio } = wire;
  const row = (call: string, connection: string, bytes: number, micros: number, ratio: number) => [
    call,
    connection,
    groups(bytes),
    microseconds(micros, style),
    `${figure(ratio)} ${style.unicode ? '×' : 'x'}`,
  ];
  return [
    wrapWords(
      `${chalk.bold(algorithm)} ${dot(style)} one decision at a time, medians of ${count(rounds, 'round')}`,
      width,
    ),
    fittedTable(
      [
        { head: 'sent' },
        { head: 'socket' },
        { head: 'bytes', align: 'right' },
        { head: 'time', align: 'right' },
        { head: 'vs 1st', align: 'right', drop: 1 },
      ],
      [
        row('EVALSHA', 'kept', bytesSha, keptMicros, 1),
        row('EVAL', 'kept', bytesText, textMicros, textRatio),
        row('EVALSHA', 'new', bytesSha, freshMicros, freshRatio),
      ],
      style,
    ),
    wrapWords(
      `The script's text makes a request ${figure(wire.bytesRatio)} times as large as its SHA does.`,
      width,
    ),
    wrapWords(
      `A new connection for each decision takes ${figure(freshRatio)} times as long as one that is kept.`,
      width,
    ),
  ].join('\n');
}

function microseconds(micros: number, { unicode }: Style): string {
  return `${figure(micros)} ${unicode ? 'µs' : 'us'}`;
}

/** Two digits are as much as a busy machine tells. */
function figure(value: number): string {
  return groups(Number(value.toPrecision(2)));
}
