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
    const address =
      engine.kind === 'url'
        ? engine.address
        : // Two slashes more than need be: Valkey's clients for Node and Python insist.
          `unix://${engine.address.split('/').map(encodeURIComponent).join('/')}`;
    context.result({ url: address }, () => escapeText(address));
  },
};

/** `hyperdrive engine [status|start|stop|url]`. */
export async function run(context: Context, _options: object, [what = 'status']: string[]): Promise<void> {
  await acts[what]!(context);
}

async function open(context: Context): Promise<void> {
  const engine = await context.deps.openEngine(context.options, context.notice);
  engine.close();
  const { kind, server, address, capabilities } = engine;
  context.result({ kind, ...server, address, capabilities }, (style) => engineView(engine, style));
}
