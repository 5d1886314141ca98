import type { Engine } from '../engine/port.ts';
import type { DrillEvent, FailoverReport } from '../traffic/failover.ts';
import { escapeText } from './escape.ts';
import { count, duration, groups } from './format.ts';
import { limitText } from './limit.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

const words: Record<DrillEvent['event'], (node: string) => string> = {
  begin: (node) => `traffic begins; ${node} is the primary of the slot`,
  'cut off': () => 'the replica is cut off from its primary',
  killed: (node) => `kill -9 ${node}`,
  'last decision': (node) => `the last decision of ${node}`,
  'first error': () => 'the first jump without a decision',
  'took over': (node) => `${node}, the replica, is the primary and decides`,
  'limit reached': () => 'the new primary has reached the limit',
  'back as a replica': (node) => `${node} is back, as a replica`,
};

/** `   1.204 s  kill -9 127.0.0.1:7003` */
export function eventText({ atMs, event, node = '' }: DrillEvent): string {
  return `${(atMs / 1_000).toFixed(3).padStart(8)} s  ${words[event](escapeText(node))}`;
}

/** What a failover cost: what happened when, and what it did to the limit. */
export function failoverView(report: FailoverReport, server: Engine['server'], style: Style): string {
  const { chalk, width, unicode } = style;
  const { ship, key, drive, slot, withoutDecisionsMs, errors, lagMs, clients, everyMs } = report;
  const wrapped = (line: string) => wrapWords(line, width);
  const failed = errors.reduce((sum, one) => sum + one.count, 0);
  return [
    chalk.dim(wrapped(escapeText(`${server.name} ${server.version}, throwaway cluster`))),
    wrapped(
      `${chalk.bold(ship)} ${dot(style)} ${drive.algorithm}, ${limitText(drive)} ${dot(style)} ${escapeText(key)} in slot ${slot}`,
    ),
    wrapped(`${count(clients, 'client')}, each of which jumps again ${duration(everyMs)} after every answer`),
    '',
    ...report.timeline.map((event) => wrapWords(eventText(event), width, ' '.repeat(12))),
    '',
    wrapped(`${chalk.bold(duration(withoutDecisionsMs))} without a decision, ${count(failed, 'error')}.`),
    ...errors.map(({ message, count: times }) =>
      chalk.dim(wrapWords(`  ${groups(times)} ${unicode ? '×' : 'x'} ${escapeText(message)}`, width, '    ')),
    ),
    wrapped(lossText(report, lagMs)),
    wrapped(limitLine(report)),
  ].join('\n');
}

function lossText({ admittedBefore, lost, unanswered }: FailoverReport, lagMs: number): string {
  const before = `${groups(admittedBefore)} admitted before;`;
  if (lost) return `${before} the new primary does not know of ${groups(lost)} of them.`;
  const none = `${before} the new primary knows of all of them`;
  if (unanswered) return `${none}, and of ${groups(unanswered)} whose answer never came.`;
  return lagMs ? `${none}.` : `${none}. With --lag 500ms it would not.`;
}

function limitLine({ admitted, most, overAdmitted, unexplained }: FailoverReport): string {
  const total = `${groups(admitted)} admitted in all, where ${groups(most)} may be`;
  if (!overAdmitted) return `${total}: never above the limit.`;
  const why = unexplained ? `${groups(unexplained)} more than were lost` : 'no more than were lost';
  return `${total}: ${groups(overAdmitted)} too many, ${why}.`;
}
