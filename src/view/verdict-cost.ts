import type { Cost, Verdict } from '../challenge/verdict.ts';
import { fittedTable } from './fitted-table.ts';
import { groups, inWords } from './format.ts';
import type { Style } from './style.ts';
import { engineName, say } from './verdict-parts.ts';

/** What a call costs beside the reference, and what this engine cannot tell of it. */
export function costView(cost: Cost, verdict: Pick<Verdict, 'engine'>, style: Style): string {
  const { reference, commandsPerCall, bytesPerKey, timeRatio } = cost;
  const rows = [
    ...(commandsPerCall
      ? [['commands a call', decimal(commandsPerCall.script), decimal(commandsPerCall.reference)]]
      : []),
    ...(bytesPerKey ? [['bytes a key', groups(bytesPerKey.script), groups(bytesPerKey.reference)]] : []),
    ...(timeRatio === null ? [] : [['server time, relative', decimal(timeRatio), '1.0']]),
  ];
  const missing = [
    ...(commandsPerCall ? [] : ['the commands a call']),
    ...(bytesPerKey ? [] : ['the bytes a key']),
    ...(timeRatio === null ? ['the server time'] : []),
  ];
  return [
    style.chalk.bold(say(`What it costs beside ${reference}`, style)),
    ...(rows.length
      ? [
          fittedTable(
            [{ head: '' }, { head: 'yours', align: 'right' }, { head: 'reference', align: 'right' }],
            rows,
            style,
          ),
        ]
      : []),
    ...(missing.length
      ? [say(`Not measured: ${engineName(verdict)} cannot tell ${inWords(missing)}.`, style)]
      : []),
  ].join('\n');
}

/** The cost in one line, for those who count strokes. */
export function golfLine({ commandsPerCall, bytesPerKey }: Cost, style: Style): string {
  const facts = [
    ...(commandsPerCall
      ? [
          `${decimal(commandsPerCall.script)} commands a call (reference ${decimal(commandsPerCall.reference)})`,
        ]
      : []),
    ...(bytesPerKey
      ? [
          `${groups(bytesPerKey.script)} bytes a key (${commandsPerCall ? '' : 'reference '}${groups(bytesPerKey.reference)})`,
        ]
      : []),
  ];
  return say(
    `golf, low wins: ${facts.join(', ') || 'this engine can count neither commands nor bytes'}`,
    style,
    '  ',
  );
}

function decimal(amount: number): string {
  return amount.toFixed(1);
}
