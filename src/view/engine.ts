import type { HostedNode, Status } from '../engine/host/protocol.ts';
import type { Engine, EngineKind } from '../engine/port.ts';
import { escapeText } from './escape.ts';
import { count, duration } from './format.ts';
import { engineLabel } from './session.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

const kinds: Record<EngineKind, string> = {
  url: 'the server at VALKEY_URL',
  valkey: 'a private server from PATH',
  cluster: 'a private cluster',
  builtin: 'the built-in look-alike',
};

/** One engine: who it is, where it listens, what it cannot do. */
export function engineView(
  engine: Pick<Engine, 'kind' | 'server' | 'address' | 'capabilities'>,
  { chalk, width }: Style,
  nodes: readonly HostedNode[] = [],
): string {
  const missing = Object.entries(engine.capabilities)
    .filter(([, can]) => !can)
    .map(([name]) => (name === 'heldClock' ? 'a clock that can be held' : name.toUpperCase()));
  const address = escapeText(engine.address);
  return [
    chalk.bold(engineLabel(engine)),
    ...(engine.kind === 'cluster' ? [wrapWords(`listens on ${address.replaceAll(',', ', ')}`, width)] : []),
    ...(engine.kind === 'url' || engine.kind === 'cluster'
      ? []
      : [`listens on ${address}`, chalk.dim(`valkey-cli -s ${address} talks to it`)]),
    ...goneLine(nodes),
    ...(missing.length ? [`without ${missing.join(', ')}`] : []),
  ].join('\n');
}

/** Where a line for valkey-cli goes, for a private engine, which nobody else would find. */
export function pasteHint({ kind, address }: Pick<Engine, 'kind' | 'address'>, { chalk }: Style): string[] {
  if (kind === 'cluster') return [chalk.dim('Paste it at the prompt of valkey-cli -c.'), ''];
  return kind === 'url'
    ? []
    : [chalk.dim(`Paste it at the prompt of: valkey-cli -s ${escapeText(address)}`), ''];
}

function nodeLine({ address, state, slots, primary }: HostedNode, width: number): string {
  const of = primary === undefined ? '' : ` of ${escapeText(primary)}`;
  return wrapWords(
    `  ${escapeText(address)}  ${state}${of}${slots ? `, slots ${escapeText(slots)}` : ''}`,
    width,
    '    ',
  );
}

/** Where nodes of the private cluster have died. */
function goneLine(nodes: readonly HostedNode[]): string[] {
  const gone = nodes.filter(({ state }) => state === 'dead').length;
  return gone ? [`${count(gone, 'node')} ${gone === 1 ? 'is' : 'are'} gone`] : [];
}

/** What the host runs, and what the next command would use. */
export function statusView(
  next: EngineKind,
  status: Status | null,
  nowMs: number,
  { chalk, width }: Style,
): string {
  if (!status?.engines.length) return `No private engine runs. The next command starts ${kinds[next]}.`;
  const minutes = Math.floor((nowMs - status.startedAtMs) / 60_000) * 60_000;
  return [
    `${chalk.bold('Running')} for ${minutes ? duration(minutes) : 'less than a minute'}, host pid ${status.pid}.`,
    ...status.engines.flatMap(({ kind, socket, pid, cluster }) =>
      cluster
        ? [`${kinds[kind]}:`, ...cluster.nodes.map((node) => nodeLine(node, width))]
        : [`${kinds[kind]}, pid ${pid}, on ${escapeText(socket)}`],
    ),
    ...(status.engines.some(({ kind }) => kind === next) ? [] : [`The next command starts ${kinds[next]}.`]),
    chalk.dim(
      wrapWords('It stops 30 minutes after its last client, or with `hyperdrive engine stop`.', width),
    ),
  ].join('\n');
}
