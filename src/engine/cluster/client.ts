import { Cluster } from 'iovalkey';
import { NoEngineError } from '../../errors.ts';
import { failure, guard, loginOptions, unusable } from '../connection.ts';
import type { ServerUrl } from '../url.ts';

/**
 * How often one command is sent on, or tried anew where its node is away: three seconds together, so that who asks in the middle
 * of a failover waits for it instead of failing.
 */
const mostRedirections = 32;
const retryDelayMs = 200;

/** How long a command waits for a node that takes over. */
export interface Patience {
  mostRedirections?: number;
}

/** Connects to a cluster: asks for its slots, and is ready to be sent to any of its primaries. Throws `NoEngineError`. */
export async function openClusterClient(url: ServerUrl, patience: Patience = {}): Promise<Cluster> {
  const client = new Cluster([...url.nodes!], {
    lazyConnect: true,
    // What it should be is whether our slot is served, and each command shows that.
    enableReadyCheck: false,
    clusterRetryStrategy: () => null,
    maxRedirections: patience.mostRedirections ?? mostRedirections,
    retryDelayOnFailover: retryDelayMs,
    retryDelayOnClusterDown: retryDelayMs,
    slotsRefreshTimeout: 2_000,
    // A certificate is for a name: the nodes' names are not to become addresses.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: { ...loginOptions(url), ...(url.tls && { tls: {} }) },
  });
  let cause: unknown;
  client.on('error', () => {});
  // connect() tells only that none of them is available; why is told here.
  client.on('node error', (error) => {
    cause = error;
  });
  client.on('+node', (node) => node.on('ready', () => guard(node.stream)));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    throw unusable(cause ?? error, url);
  }
  return client;
}

/** What a command's failure on a cluster comes to: a `ReplyError` of a node's, or a `NoEngineError`. */
export function clusterFailure(error: unknown, url: ServerUrl): Error {
  const failed = failure(error, url);
  const said = failed.cause === error && error instanceof Error ? error.message : failed.message;
  const [, last = said] = /^Too many Cluster redirections\. Last error: (?:\w+: )?(.*)/.exec(said) ?? [];
  if (last === said && !/^(MOVED|ASK|CLUSTERDOWN|TRYAGAIN) /.test(failed.message)) {
    if (!/Connection is closed/.test(said)) return failed;
  }
  return new NoEngineError(
    `Nobody in the cluster at ${url.shown} answers for this slot now (${last.replace(/\.$/, '')}). A failover takes a second or two: run the command again.`,
    { cause: error },
  );
}
