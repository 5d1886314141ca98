import type { Document } from '../deps.ts';
import { prefixOf } from '../engine/namespace.ts';
import type { Engine } from '../engine/port.ts';
import { HyperdriveError, NoEngineError } from '../errors.ts';
import { openingGraceMs } from '../gateway/deadline.ts';
import type { Ended, InstanceSettings } from '../gateway/instance/settings.ts';
import type { Gateways, Told } from '../gateway/instance/start.ts';
import { longestWait } from '../gateway/queue-waits.ts';
import { duration } from '../view/format.ts';
import { gatewaysView, stoppedView } from '../view/serve.ts';
import { engineLabel } from '../view/session.ts';
import type { Context } from './context.ts';
import { gatherNotices } from './gateway-notices.ts';
import type { ServeOptions } from './serve-options.ts';
import { settleServe, type Settings } from './serve-settings.ts';

/** `hyperdrive serve`: gateways in processes of their own, until a signal comes; in a lesson, until it ends. */
export async function run(context: Context, options: ServeOptions): Promise<void> {
  const { deps } = context;
  const prefix = prefixOf(context.options.namespace);
  // Before anything starts: what is wrong on the command line is wrong in any case. And once: a pipe is read once.
  const settings = await settleServe(context, options, prefix);
  warnOfCuts(context, settings);
  const engine = await reachEngine(context, options);
  try {
    const ending = new AbortController();
    const notices = gatherNotices(options.instances, context.notice, (ms) => deps.sleep(ms, ending.signal));
    const told: Told = { notice: notices.hear, died: tellDeath(context) };
    const each = eachOf(settings, options.instances, whereIs(context, engine));
    const gateways = await deps.startGateways(each, told);
    notices.flush();
    showStarted(context, settings, gateways, engine);
    if (deps.gateways) {
      context.result(summary(context, settings, gateways), () => '');
      return;
    }
    // What is waiting to be said is said at the end, which does not wait for it.
    await untilEnd(context, settings, gateways).finally(() => ending.abort());
  } finally {
    engine?.close();
  }
}

/** Whom a queue has admitted waits for the turn: a drain that is shorter breaks what was promised. */
function warnOfCuts({ notice }: Context, { routes, drainMs }: Settings): void {
  const wait = longestWait(routes);
  if (!wait || wait.ms <= drainMs) return;
  notice(
    `${wait.policy.name} holds what it admits for up to ${duration(wait.ms)}, and --drain is ${duration(drainMs)}: who still waits when the gateways have drained is cut off. Raise --drain, or lower the capacity.`,
  );
}

/**
 * The engine, kept open so that a private one stays. Null where none is asked, and where a server of the user's is away, or does
 * not answer: a gateway must be able to start in an outage.
 */
async function reachEngine(
  { deps, options, notice }: Context,
  { store, deadline }: ServeOptions,
): Promise<Engine | null> {
  if (store === 'memory') return null;
  const opening = deps.openEngine(options, notice);
  const named = options.url ?? deps.env['VALKEY_URL'];
  if (!named || (options.engine ?? 'url') !== 'url') return opening;
  const settled = new AbortController();
  const late = deps.sleep(deadline + openingGraceMs, settled.signal).then(() => null);
  try {
    const engine = await Promise.race([opening, late]);
    // Nobody waits for it any more.
    if (!engine) void opening.then((one) => one.close()).catch(() => {});
    return engine;
  } catch (error) {
    if (!(error instanceof NoEngineError)) throw error;
    // The gateways will say so, and what they do meanwhile.
    return null;
  } finally {
    settled.abort();
  }
}

/** Where the gateways find the engine: a private one at its host, which knows where it is now; another by its URL. */
function whereIs({ deps, options }: Context, engine: Engine | null): InstanceSettings['server'] {
  if (engine && engine.kind !== 'url') return { hosted: engine.kind };
  return options.url ?? deps.env['VALKEY_URL'] ?? null;
}

function eachOf({ firstPort, ...settings }: Settings, instances: number, server: InstanceSettings['server']) {
  return Array.from({ length: instances }, (_, i) => ({
    ...settings,
    server,
    instance: i + 1,
    port: firstPort === 0 ? 0 : firstPort + i,
  }));
}

function tellDeath({ notice }: Context): Told['died'] {
  return ({ instance, url, pid }, how) => notice(`Gateway ${instance} (${url}, pid ${pid}) ended: ${how}.`);
}

function showStarted(context: Context, settings: Settings, { all }: Gateways, engine: Engine | null): void {
  const { deps, options } = context;
  if (options.json) for (const one of all) context.result({ ...one, host: settings.host }, () => '');
  const { routes, decider } = settings;
  const served = {
    routes,
    decider,
    engine: engine && engineLabel(engine),
    inLesson: deps.gateways !== undefined,
  };
  if (!options.json) deps.stdout.write(`${gatewaysView(all, served, context.style)}\n`);
}

async function untilEnd(context: Context, settings: Settings, gateways: Gateways): Promise<void> {
  const { deps } = context;
  const ended = await Promise.race([deps.signalled(), gateways.gone.then(() => null)]);
  if (ended === null) throw new HyperdriveError('No gateway is left. What ended them is told above.');
  // A terminal shows ^C where the line begins.
  if (ended === 'SIGINT' && deps.stdout.isTTY) deps.stdout.write('\n');
  const ends = await gateways.stop();
  const document = {
    ...summary(context, settings, gateways),
    signal: ended,
    stopped: ends.length,
    ...sum(ends),
  };
  context.result(document, (style) => stoppedView(ends.length, gateways.all.length, sum(ends), style));
}

function summary({ options }: Context, settings: Settings, { all }: Gateways): Document {
  const { decider, routes } = settings;
  return {
    summary: true,
    instances: all.length,
    urls: all.map(({ url }) => url),
    namespace: options.namespace ?? null,
    record: settings.record,
    ...decider,
    routes: routes.map(({ policies, ...route }) => ({
      ...route,
      policies: policies.map(({ name }) => name),
    })),
    policies: [...new Set(routes.flatMap(({ policies }) => policies))].map(({ name, by, drive }) => ({
      name,
      by,
      ...drive,
    })),
  };
}

function sum(ends: readonly Ended[]): Ended {
  const total: Ended = { allowed: 0, denied: 0, unavailable: 0, cut: 0 };
  for (const end of ends)
    for (const name of ['allowed', 'denied', 'unavailable', 'cut'] as const) total[name] += end[name];
  return total;
}
