import { correct, findAlgorithm } from '../algorithms/index.ts';
import { gatewayPrefix } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { parseGateway, refusalOf } from '../gateway-file.ts';
import type { InstanceSettings } from '../gateway/instance/settings.ts';
import type { Route } from '../gateway/routes.ts';
import { readTrust } from '../gateway/trust.ts';
import { refusalOf as driveRefusal } from '../json-fields.ts';
import type { Drive } from '../limiter/decision.ts';
import { guess } from '../nearest.ts';
import type { Context } from './context.ts';
import type { ServeOptions } from './serve-options.ts';

/** What the gateways are told, all but the number of each. */
export type Settings = Omit<InstanceSettings, 'instance' | 'port' | 'server'> & { firstPort: number };

/** Ports that are tried where none was asked for. */
const firstPort = 8_080;
const lastPort = 65_535;

/** The options as settings of gateways. Throws `UsageError`. */
export async function settleServe(
  context: Context,
  options: ServeOptions,
  prefix: string,
): Promise<Settings> {
  const { deps } = context;
  if (options.record && options.store === 'memory')
    throw new UsageError('--record counts in the engine, and --store memory asks none: leave one out.');
  // Behind a lesson nobody knows which ports are free.
  const port = deps.gateways ? 0 : options.port;
  const last = (port ?? firstPort) + options.instances - 1;
  if (last > lastPort)
    throw new UsageError(
      `--port ${port} leaves too few ports for ${options.instances} gateways: choose ${lastPort - options.instances + 1} or lower.`,
    );
  const share = options.localShare ?? 1 / options.instances;
  return {
    host: options.host,
    firstPort: port ?? firstPort,
    orNext: port === undefined,
    decider: {
      prefix: gatewayPrefix(prefix),
      store: options.store,
      onError: options.onError,
      deadlineMs: options.deadline,
      localShare: share,
      cacheDenials: options.cacheDenials ?? false,
    },
    routes: await readRoutes(context, options),
    keyHeader: options.keyHeader,
    // Without one the namespace at least tells the hashes of one workshop from those of another.
    secret: deps.env['HYPERDRIVE_SERVE_SECRET'] || prefix,
    trustProxy: trusted(options.trustProxy),
    drainMs: options.drain,
    record: options.record ?? false,
  };
}

async function readRoutes({ deps }: Context, options: ServeOptions): Promise<Route[]> {
  const { config, cost = 1 } = options;
  if (config === undefined) return [{ path: '/*', cost, policies: [onePolicy(options, cost)] }];
  const both = (['algorithm', 'limit', 'period', 'capacity', 'cost'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (both)
    throw new UsageError(
      `--config and --${both} contradict each other: leave one out, or write it into the file.`,
    );
  return parseGateway(await deps.readFile(config), config);
}

function onePolicy(options: ServeOptions, cost: number): Route['policies'][number] {
  const { algorithm = 'token-bucket', limit = 10, period: periodMs = 60_000, capacity } = options;
  const names = correct.map(({ name }) => name);
  if (!names.includes(algorithm))
    throw new UsageError(
      `There is no algorithm ${JSON.stringify(algorithm.slice(0, 80))} for a gateway.${guess(algorithm, names)} There are: ${names.join(', ')}.`,
    );
  const drive: Drive = { algorithm, limit, periodMs, ...(capacity !== undefined && { capacity }) };
  const policy = { name: 'default', drive, by: 'caller' } as const;
  const refusal = driveRefusal(findAlgorithm(algorithm), drive) ?? refusalOf([policy], cost);
  if (refusal !== null) throw new UsageError(`The limit ${refusal}.`);
  return policy;
}

function trusted(text: string | undefined): InstanceSettings['trustProxy'] {
  if (text === undefined) return null;
  const trust = readTrust(text);
  if (trust !== null) return trust;
  throw new UsageError(
    `--trust-proxy is a number of proxies (1), or addresses and networks (10.0.0.0/8,127.0.0.1), of /8 or narrower (IPv6: /16), for nearly everybody is nobody to trust; got ${JSON.stringify(text.slice(0, 80))}.`,
  );
}
