import { readClock } from '../engine/clock.ts';
import { parkedKey, partKey } from '../engine/namespace.ts';
import { ReplyError, type Connection, type Engine } from '../engine/port.ts';
import type { Answer, HeldClock, Memory, Probes } from './facts.ts';

export interface ProbeOptions {
  prefix: string;
  /** A number that no other doctor has: it is in the name of the key that is written. */
  seed: number;
  now(): number;
}

/** Long enough for a coarse clock, short enough for whoever waits. */
const pingForMs = 20;
const mostPings = 200;
/** Where the key may be written and not deleted. */
const probeForMs = 10_000;

/** Asks an engine for all that hyperdrive needs. What it refuses is an answer; rejects where it goes away. */
export async function probeEngine(engine: Engine, { prefix, seed, now }: ProbeOptions): Promise<Probes> {
  const { kind, server, address, capabilities } = engine;
  return {
    engine: { kind, server, address, capabilities },
    script: await answer(() => runScript(engine)),
    write: await answer(() => writeAndDelete(engine, partKey(prefix, 'doctor', String(seed)))),
    memory: await answer(() => readMemory(engine)),
    clock: await answer(() => readHeldClock(engine, prefix)),
    pingMs: await ping(engine, now),
  };
}

async function answer<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReplyError) return { refused: error.message };
    throw error;
  }
}

/** The mean of some round trips. */
async function ping(connection: Connection, now: () => number): Promise<number> {
  const begin = now();
  let count = 0;
  while (count < mostPings && (count === 0 || now() - begin < pingForMs)) {
    await connection.call('PING');
    count++;
  }
  return (now() - begin) / count;
}

async function runScript(connection: Connection): Promise<Answer<true>> {
  const reply = await connection.call('EVAL', 'return 1', 0);
  return reply === 1
    ? { value: true }
    : { refused: `\`return 1\` answered ${JSON.stringify(reply).slice(0, 40)}` };
}

async function writeAndDelete(connection: Connection, key: string): Promise<Answer<true>> {
  await connection.call('SET', key, '1', 'PX', probeForMs);
  const deleted = await connection.call('DEL', key);
  return deleted === 1 ? { value: true } : { refused: 'what was written was gone at once' };
}

async function readMemory(connection: Connection): Promise<Answer<Memory>> {
  const info = String(await connection.call('INFO', 'memory'));
  const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const policy = field('maxmemory_policy');
  if (policy === undefined) return { refused: 'it does not say' };
  return {
    value: { policy, usedBytes: Number(field('used_memory')), mostBytes: Number(field('maxmemory')) },
  };
}

async function readHeldClock(connection: Connection, prefix: string): Promise<Answer<HeldClock>> {
  const { mode, nowMs } = await readClock(connection, prefix);
  const parked = Number(await connection.call('EXISTS', parkedKey(prefix))) > 0;
  return { value: { heldMs: mode === 'held' ? nowMs : null, parked } };
}
