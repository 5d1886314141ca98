import { lookup } from 'node:dns/promises';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { findHosted } from '../../engine/choose.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/port.ts';
import { parseServerUrl } from '../../engine/url.ts';
import { codeOf, HyperdriveError } from '../../errors.ts';
import type { Decider } from '../decider.ts';
import { makeIdentify } from '../identity.ts';
import { makeDecider } from '../make-decider.ts';
import { makeGateway } from '../make-gateway.ts';
import { makeMetrics } from '../metrics.ts';
import { makeRecorder, type Recorder } from '../recorder.ts';
import { realTime } from '../scheduler.ts';
import type { Ended, InstanceSettings } from './settings.ts';

/** A gateway that listens. */
export interface Instance {
  readonly url: string;
  readonly port: number;
  /** Forgets what this process remembers of callers, and counts from 0. */
  reset(): Promise<void>;
  /** Sends what it has counted of callers. */
  settle(): Promise<void>;
  /** Stops accepting, finishes what runs, within the bound, and lets go of the engine. */
  drain(): Promise<Ended>;
}

export interface InstanceNeeds {
  env: NodeJS.ProcessEnv;
  packageFile(path: string): string;
  notice(line: string): void;
}

/** How many ports are tried where one may take the next. */
const mostPorts = 200;
/** Who has connected and said nothing when a drain begins may have a request on its way. */
const silentGraceMs = 200;

/** Starts a gateway. Rejects with `HyperdriveError` where it cannot listen. */
export async function runInstance(settings: InstanceSettings, needs: InstanceNeeds): Promise<Instance> {
  const decider = await resettable(() => openDecider(settings, needs));
  const recorder = settings.record ? openRecorder(settings, needs) : null;
  const metrics = makeMetrics(decider, settings.routes, recorder);
  const app = makeGateway({
    ...settings,
    onError: settings.decider.onError,
    decider,
    metrics,
    recorder,
    identify: makeIdentify(settings),
    now: () => performance.now(),
    sleep: (ms) => sleep(ms),
  });
  const silent = silentConnections(app);
  try {
    await listen(app, settings);
  } catch (error) {
    await Promise.all([decider.close(), recorder?.close()]);
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${port}`,
    port,
    async reset() {
      await decider.reset();
      metrics.reset();
    },
    async settle() {
      await recorder?.settle();
    },
    async drain() {
      const cut = await closeWithin(app, settings.drainMs, silent);
      await Promise.all([decider.close(), recorder?.close()]);
      return { ...metrics.totals(), cut };
    },
  };
}

function openDecider({ decider, server }: InstanceSettings, needs: InstanceNeeds): Promise<Decider> {
  return makeDecider(decider, {
    ...needs,
    open: () => openServer(server!, needs.env),
    now: () => performance.now(),
    wallMs: Date.now,
  });
}

function openRecorder({ decider: { prefix }, server }: InstanceSettings, needs: InstanceNeeds): Recorder {
  return makeRecorder({
    ...needs,
    prefix,
    open: () => openServer(server!, needs.env),
    now: () => performance.now(),
    scheduler: realTime,
  });
}

/** Asked anew for each connection: a private engine that was stopped comes back on another socket. */
function openServer(
  server: NonNullable<InstanceSettings['server']>,
  env: NodeJS.ProcessEnv,
): Promise<Engine> {
  return typeof server === 'string'
    ? openEngine('url', parseServerUrl(server))
    : findHosted(server.hosted, env);
}

/** A decider that another of its kind can take the place of. */
async function resettable(make: () => Promise<Decider>): Promise<Decider & { reset(): Promise<void> }> {
  let current = await make();
  return {
    decide: (ask) => current.decide(ask),
    health: () => current.health(),
    close: () => current.close(),
    async reset() {
      const old = current;
      current = await make();
      await old.close();
    },
  };
}

async function listen(app: FastifyInstance, { host, port, orNext }: InstanceSettings): Promise<void> {
  for (let at = port; ; at++) {
    try {
      // Fastify would have a server for each address of localhost, and show us one: a drain would not see what the others serve.
      const address = host === 'localhost' ? (await lookup(host)).address : host;
      await app.listen({ host: address, port: at });
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EADDRINUSE' && orNext && at < Math.min(port + mostPorts, 65_535)) continue;
      throw new HyperdriveError(cannotListen(code, host, at), { cause: error });
    }
  }
}

function cannotListen(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken: choose another with --port, or --port 0 for any that is free.`;
  if (code === 'EACCES') return `Port ${port} needs more rights than you have: choose one from 1024 up.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine: give one with --host, such as 127.0.0.1, or 0.0.0.0 for all.`;
  return `A gateway cannot listen on port ${port} of ${host} (${code ?? 'no reason given'}).`;
}

/** Connections on which no request has come yet: a browser opens some in advance, and nobody waits for them. */
function silentConnections({ server }: FastifyInstance): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

/** Answers with how many connections had to be cut. */
async function closeWithin(
  app: FastifyInstance,
  drainMs: number,
  silent: ReadonlySet<Socket>,
): Promise<number> {
  const closing = app.close();
  const closedWithin = (ms: number) =>
    Promise.race([closing.then(() => true), sleep(ms, false, { ref: false })]);
  if (await closedWithin(Math.min(silentGraceMs, drainMs))) return 0;
  for (const socket of silent) socket.destroy();
  if (await closedWithin(Math.max(0, drainMs - silentGraceMs))) return 0;
  const cut = await new Promise<number>((resolve) => {
    app.server.getConnections((_error, count) => resolve(count));
  });
  app.server.closeAllConnections();
  await closing;
  return cut;
}
