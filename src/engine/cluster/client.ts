import { Cluster, Command } from 'iovalkey';
import { messageOf } from '../../errors.ts';
import { failure, guard, loginOptions, unusable, withinMs } from '../connection.ts';
import { ReplyError, SlotUnserved } from '../port.ts';
import type { ServerUrl } from '../url.ts';

/**
 * How often one command is sent on, or tried anew where its node is away: three seconds together, so that who asks in the middle
 * of a failover waits for it instead of failing.
 */
const patient = { mostRedirections: 32, retryDelayMs: 200 };

/** How long a command waits for a node that takes over. */
export interface Patience {
  mostRedirections: number;
  retryDelayMs: number;
}

/** How long opening waits for an answer of any primary. */
const answerMs = 2_000;
/** How often the nodes are asked who serves which slots, and how long one may take before the next is asked. */
const slotsMs = 1_000;

// Behind names in small letters, by which alone it finds keys, the driver would make objects of some replies.
Command.setReplyTransformer('hgetall', (reply) => reply);

/** All that the driver says of a node that cannot be reached, whyever. */
const unreachable = /^Connection is closed/;

/** Connects to a cluster: asks for its slots, and is ready to be sent to any of its primaries. Throws `NoEngineError`. */
export async function openClusterClient(
  url: ServerUrl,
  { mostRedirections, retryDelayMs }: Patience = patient,
): Promise<Cluster> {
  const client = new Cluster([...url.nodes!], {
    lazyConnect: true,
    // What it should be is whether our slot is served, and each command shows that.
    enableReadyCheck: false,
    clusterRetryStrategy: () => null,
    maxRedirections: mostRedirections,
    retryDelayOnFailover: retryDelayMs,
    retryDelayOnClusterDown: retryDelayMs,
    slotsRefreshTimeout: slotsMs,
    // A certificate is for a name: the nodes' names are not to become addresses.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: { ...loginOptions(url), ...(url.tls && { tls: {} }) },
  });
  let cause: unknown;
  client.on('error', () => {});
  // connect() tells only that none of them is available; why is told here.
  client.on('node error', (error: Error) => {
    // What one has said tells more than that another said nothing.
    if (!cause || !unreachable.test(error.message)) cause = error;
  });
  client.on('+node', (node) => node.on('ready', () => guard(node.stream)));
  try {
    await client.connect();
    await firstAnswer(client.nodes('master'), (node) => node.ping());
  } catch (error) {
    client.disconnect();
    throw unusable(cause ?? error, url);
  }
  keepSlots(client);
  return client;
}

/**
 * A primary that hangs does not say who has taken over, and commands to it wait: the others are asked, again and again. Not with
 * the driver's own interval, which goes on for ever where the client is closed while an answer is awaited.
 */
function keepSlots(client: Cluster): void {
  const timer = setInterval(() => client.refreshSlotsCache(), slotsMs).unref();
  const stop = () => clearInterval(timer);
  client.once('disconnecting', stop);
  client.once('end', stop);
}

/** What the first of them answers that does: one may hang, and the others serve their slots nevertheless. */
export async function firstAnswer<N, T>(
  primaries: readonly N[],
  ask: (primary: N) => Promise<T>,
): Promise<T> {
  try {
    return await withinMs(answerMs, Promise.any(primaries.map(ask)));
  } catch (error) {
    throw (error instanceof AggregateError ? error.errors[0] : null) ?? error;
  }
}

/** What a command's failure on a cluster comes to: a `ReplyError` of a node's, or a `SlotUnserved`. */
export function clusterFailure(error: unknown, url: ServerUrl): Error {
  const failed = failure(error, url);
  const said = failed instanceof ReplyError ? failed.message : messageOf(error);
  const [, last = said] = /^Too many Cluster redirections\. Last error: (?:\w+: )?(.*)/.exec(said) ?? [];
  // Nobody is away: a slot is being moved, and one command's keys are on both sides.
  if (last.startsWith('TRYAGAIN ')) return new ReplyError(last, { cause: error });
  if (last === said && !/^(MOVED|ASK|CLUSTERDOWN) |Connection is closed/.test(said)) return failed;
  const address = url.shown.replace(/,.*/, ` and ${url.nodes!.length - 1} more`);
  return new SlotUnserved(address, last.replace(/\.$/, ''), error);
}
