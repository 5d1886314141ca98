import type { OnError } from '../gateway/decider.ts';
import type { Outage, OutageOptions } from '../gateway/drill-outage.ts';
import type { Phase, PhaseName } from '../gateway/drill-phases.ts';
import { say } from './verdict-parts.ts';
import { drillHeading, promiseLine, type DrillServer } from './drill-heading.ts';
import { drillTimeline } from './drill-timeline.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count, duration, groups } from './format.ts';
import type { Style } from './style.ts';

/** An outage, and what it was played with. */
export interface OutageView {
  options: OutageOptions;
  server: DrillServer;
  outage: Outage;
}

const phaseOrder: readonly PhaseName[] = ['before', 'away', 'back'];

const meanwhile: Record<OnError, string> = {
  open: 'while it is away everything is let through',
  closed: 'while it is away everything is turned away',
  local: 'while it is away each gateway counts for itself',
};

/** What happened over the time of an outage, its phases side by side, and what that means. */
export function outageView(view: OutageView, style: Style): string {
  const { options, server, outage } = view;
  const { marks } = outage;
  return [
    drillHeading(
      'outage',
      { ...options, overMs: marks.endMs },
      server,
      `--on-error ${options.onError}: ${meanwhile[options.onError]}`,
      style,
    ),
    timeline(view, style),
    table(view, style),
    ...facts(view).map((fact) => say(fact, style, '  ')),
  ].join('\n');
}

function timeline({ options: { onError }, outage }: OutageView, style: Style): string {
  const { decisions, marks } = outage;
  const { chalk, unicode } = style;
  const [down, up] = unicode ? ['▼', '▲'] : ['v', '^'];
  const at = (allowed: boolean) =>
    decisions.flatMap(({ verdict, askedMs }) => (verdict?.allowed === allowed ? [askedMs] : []));
  const signOf: Partial<Record<string, string>> = { engine: 'e', [onError]: onError[0]! };
  return drillTimeline(
    {
      spanMs: Math.max(1, Math.ceil(marks.endMs)),
      bars: [
        { label: 'allowed', atMs: at(true), colour: chalk.green },
        { label: 'denied', atMs: at(false), colour: chalk.red },
      ],
      signs: {
        label: 'by',
        signs: decisions.map(({ askedMs, verdict }) => ({
          atMs: askedMs,
          sign: signOf[verdict?.by ?? ''] ?? '?',
        })),
      },
      marks: [
        { atMs: marks.killedMs, text: `${down} down` },
        { atMs: marks.startedMs, text: `${up} up` },
      ],
      legend: `by: who decided, e the engine, ${onError[0]} ${onError}`,
    },
    style,
  );
}

function table({ options: { onError }, outage }: OutageView, style: Style): string {
  const right = (head: string, drop?: number): Column => ({
    head,
    align: 'right',
    ...(drop !== undefined && { drop }),
  });
  const columns: Column[] = [
    { head: 'server' },
    right('asked', 2),
    right('allowed'),
    right('denied'),
    right('engine'),
    right(onError),
    right('slowest', 1),
  ];
  const row = (name: PhaseName, { asked, allowed, denied, by, slowestMs }: Phase) => [
    name,
    ...[asked, allowed, denied, by.engine, by[onError]].map(groups),
    duration(slowestMs),
  ];
  return fittedTable(
    columns,
    phaseOrder.map((name) => row(name, outage.phases[name])),
    style,
  );
}

function facts({ options, outage }: OutageView): string[] {
  const { phases, marks, memory, trouble } = outage;
  const all = phaseOrder.map((name) => phases[name]);
  const sum = (of: (phase: Phase) => number) => all.reduce((total, phase) => total + of(phase), 0);
  const failed = sum((phase) => phase.failed);
  const late = sum((phase) => phase.lateDecisions);
  const slowest = Math.max(...all.map(({ slowestMs }) => slowestMs));
  const awayMs = Math.round(marks.startedMs - marks.killedMs);
  return [
    `Killed with SIGKILL after ${duration(Math.round(marks.killedMs))}, and for ${duration(awayMs)} nobody answered. ${returnFact(options, outage)}`,
    `${late ? count(late, 'decision') : 'No decision'} came after the deadline of ${duration(options.deadlineMs)}; the slowest took ${duration(slowest)}.`,
    ...(failed ? [`${count(failed, 'request')} got no decision at all.`] : []),
    ...(memory ? [memoryFact(memory, options)] : []),
    promiseLine(
      sum((phase) => phase.allowed),
      outage.promised,
      marks.endMs,
    ),
    ...(trouble === null ? [] : [`What the first request without the engine was told: ${trouble}`]),
  ];
}

function returnFact({ gateways }: OutageOptions, { backAfterMs, allBackAfterMs }: Outage): string {
  if (backAfterMs === null) return 'After its return no gateway had a decision of it again.';
  const first = `${duration(backAfterMs)} after its return it decided again`;
  const how = 'A gateway tries again by itself, after pauses that grow.';
  if (gateways === 1) return `${first}. ${how}`;
  if (allBackAfterMs === null) return `${first}, but not for every gateway. ${how}`;
  return `${first}, after ${duration(allBackAfterMs)} for all ${groups(gateways)} gateways. ${how}`;
}

function memoryFact(
  { leftBefore, leftAfter, stateLost }: NonNullable<Outage['memory']>,
  { limit }: OutageOptions,
): string {
  const left = `${groups(leftBefore)} of ${groups(limit)} were left before, ${groups(leftAfter)} after`;
  if (stateLost === null) return `${left}: this limit refills too fast to tell whether it was lost.`;
  return stateLost
    ? `The limiter was lost with the server, which saves nothing: ${left}.`
    : `The limiter outlived the server: ${left}.`;
}
