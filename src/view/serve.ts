import type { DeciderOptions, Policy } from '../gateway/decider.ts';
import type { Ended } from '../gateway/instance/settings.ts';
import type { Gateway } from '../gateway/instance/start.ts';
import type { Route } from '../gateway/routes.ts';
import { escapeText } from './escape.ts';
import { fittedTable } from './fitted-table.ts';
import { count, groups } from './format.ts';
import { limitText } from './limit.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What a table of gateways tells besides where they are. */
export interface Served {
  routes: readonly Route[];
  decider: DeciderOptions;
  /** Which engine decides; null where none does, or none could be reached yet. */
  engine: string | null;
  /** A lesson goes on, and ends them. */
  inLesson: boolean;
}

/** Where the gateways are, what they limit, and how to try it. */
export function gatewaysView(gateways: readonly Gateway[], served: Served, style: Style): string {
  const { chalk, width } = style;
  const { routes, inLesson } = served;
  const wrap = (line: string) => wrapWords(line, width);
  const policies = [...new Set(routes.flatMap((route) => route.policies))];
  const url = escapeText(gateways[0]!.url);
  return [
    table(gateways, style),
    ...policies.map((policy) => wrap(policyLine(policy, style))),
    ...(routes.length === 1 && routes[0]!.path === '/*' && routes[0]!.cost === 1
      ? []
      : routes.map((route) => wrap(routeLine(route, style)))),
    chalk.dim(wrap(whoDecides(served, style))),
    ...(inLesson
      ? []
      : [
          '',
          wrap(`Try ${chalk.bold(`curl -i ${url}/api/resource`)}, or open ${chalk.bold(url)}/ in a browser.`),
          wrap('Ctrl-C finishes what runs, and ends them.'),
        ]),
  ].join('\n');
}

function table(gateways: readonly Gateway[], style: Style): string {
  return fittedTable(
    [{ head: 'gateway', align: 'right' }, { head: 'url' }, { head: 'pid', align: 'right', drop: 1 }],
    gateways.map(({ instance, url, pid }) => [String(instance), escapeText(url), String(pid)]),
    style,
  );
}

function policyLine({ name, by, drive }: Policy, { chalk }: Style): string {
  const whose = by === 'everyone' ? 'for everyone together' : 'for each caller';
  return `${chalk.bold(name)}: ${drive.algorithm}, ${limitText(drive)} ${whose}`;
}

function routeLine({ path, method = 'any method', cost, policies }: Route, style: Style): string {
  const limits = policies.map(({ name }) => name).join(', ');
  const price = cost === 1 ? '' : ` ${dot(style)} ${groups(cost)} a request`;
  return `${escapeText(path)} ${dot(style)} ${method} ${dot(style)} ${limits}${price}`;
}

function whoDecides({ engine, decider }: Served, style: Style): string {
  const { store, prefix, onError, cacheDenials } = decider;
  if (store === 'memory') return 'Each gateway counts for itself, in its memory.';
  const remembers = cacheDenials ? ` ${dot(style)} denials remembered` : '';
  const who = style.engineKnown ? '' : `${engine ?? 'engine away'} ${dot(style)} `;
  return `${who}keys ${prefix}* ${dot(style)} on error ${onError}${remembers}`;
}

/** What the gateways have done, once they have ended. */
export function stoppedView(stopped: number, all: number, ended: Ended, style: Style): string {
  const { allowed, denied, unavailable, cut } = ended;
  const facts = [
    `${groups(allowed)} allowed`,
    `${groups(denied)} denied`,
    ...(unavailable ? [`${groups(unavailable)} unavailable`] : []),
    ...(cut ? [`${count(cut, 'connection')} cut`] : []),
  ];
  const which = stopped === all ? count(all, 'gateway') : `${stopped} of ${count(all, 'gateway')}`;
  return wrapWords(`Stopped ${which}: ${facts.join(', ')}.`, style.width);
}
