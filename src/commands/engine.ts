import { chooseKind } from '../engine/choose.ts';
import { UsageError } from '../errors.ts';
import { escapeText } from '../view/escape.ts';
import { engineView, statusView } from '../view/engine.ts';
import type { Context } from './context.ts';

const acts: Record<string, (context: Context) => Promise<void>> = {
  /** What runs, and what the next command would use; starts nothing. */
  async status(context) {
    const { deps, options } = context;
    const kind = chooseKind(options, deps.env);
    if (kind === 'url') return open(context);
    const running = await deps.engineHost.status();
    context.result({ next: kind, host: running }, (style) => statusView(kind, running, deps.now(), style));
  },

  start: open,

  async stop(context) {
    if (context.options.url) throw new UsageError('A server that you named with --url is yours to stop.');
    const stopped = await context.deps.engineHost.stop();
    context.result({ stopped }, () =>
      stopped ? 'Stopped; its keys are gone.' : 'No private engine was running.',
    );
  },

  async url(context) {
    const engine = await context.deps.openEngine(context.options, context.notice);
    engine.close();
    const { kind, address: shown, loginUrl } = engine;
    // Two slashes more than need be: Valkey's clients for Node and Python insist.
    const socketUrl = () => `unix://${shown.split('/').map(encodeURIComponent).join('/')}`;
    const address = loginUrl ?? (kind === 'url' ? shown : socketUrl());
    context.result({ url: address }, () => escapeText(address));
  },
};

/** `hyperdrive engine [status|start|stop|url]`. */
export async function run(
  context: Context,
  { cluster }: { cluster?: boolean },
  [what = 'status']: string[],
): Promise<void> {
  const { options } = context;
  if (cluster && (options.url || (options.engine ?? 'cluster') !== 'cluster'))
    throw new UsageError('--cluster is the private cluster: leave out --url and --engine, or --cluster.');
  await acts[what]!(cluster ? { ...context, options: { ...options, engine: 'cluster' } } : context);
}

async function open(context: Context): Promise<void> {
  const engine = await context.deps.openEngine(context.options, context.notice);
  engine.close();
  const { kind, server, address, capabilities } = engine;
  const host = kind === 'cluster' ? await context.deps.engineHost.status() : null;
  const nodes = host?.engines.find(({ cluster }) => cluster)?.cluster?.nodes;
  context.result({ kind, ...server, address, capabilities, ...(nodes && { nodes }) }, (style) =>
    engineView(engine, style, nodes),
  );
}
