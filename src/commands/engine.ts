import { chooseKind } from '../engine/choose.ts';
import { UsageError } from '../errors.ts';
import { engineView, statusView } from '../view/engine.ts';
import type { Context } from './context.ts';

/** `hyperdrive engine status`: what runs, and what the next command would use; starts nothing. */
export const status = {
  async run(context: Context): Promise<void> {
    const { deps, options } = context;
    const kind = chooseKind(options, deps.env);
    if (kind === 'url') return open(context);
    const running = await deps.engineHost.status();
    context.result({ next: kind, host: running }, (style) => statusView(kind, running, deps.now(), style));
  },
};

/** `hyperdrive engine start`: starts the private engine, or reaches the one that was named. */
export const start = { run: open };

/** `hyperdrive engine stop`: ends the private engines of this user. */
export const stop = {
  async run(context: Context): Promise<void> {
    if (context.options.url) throw new UsageError('A server that you named with --url is yours to stop.');
    const stopped = await context.deps.engineHost.stop();
    context.result({ stopped }, () =>
      stopped ? 'Stopped; its keys are gone.' : 'No private engine was running.',
    );
  },
};

/** `hyperdrive engine url`: where it listens. */
export const url = {
  async run(context: Context): Promise<void> {
    const engine = await context.deps.openEngine(context.options, context.notice);
    engine.close();
    const address = engine.kind === 'url' ? engine.address : `unix:${engine.address}`;
    context.result({ url: address }, () => address);
  },
};

async function open(context: Context): Promise<void> {
  const engine = await context.deps.openEngine(context.options, context.notice);
  engine.close();
  const { kind, server, address, capabilities } = engine;
  context.result({ kind, ...server, address, capabilities }, (style) => engineView(engine, style));
}
