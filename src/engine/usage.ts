import type { Connection } from './port.ts';

/** What a server has taken so far. */
export interface Usage {
  /** Of its memory, with what its connections take at the moment. */
  memoryBytes: number;
  /** Of the one thread that runs commands. */
  cpuMicros: number;
}

/** Asks a server what it has taken. Null where it does not tell. */
export async function readUsage(connection: Connection): Promise<Usage | null> {
  const [memory, cpu] = await Promise.all([
    connection.call('INFO', 'memory'),
    connection.call('INFO', 'cpu'),
  ]);
  const info = `${String(memory)}\n${String(cpu)}`;
  const field = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)\\r?$`, 'm').exec(info)?.[1] ?? NaN);
  const memoryBytes = field('used_memory');
  const cpuSeconds = field('used_cpu_user_main_thread') + field('used_cpu_sys_main_thread');
  return Number.isNaN(memoryBytes + cpuSeconds) ? null : { memoryBytes, cpuMicros: cpuSeconds * 1e6 };
}

/** Servers notice at once that a connection is closed, but not before we do. */
const mostTries = 1_000;

/** Resolves when a server has noticed that all other connections are closed, and has taken back what they took. */
export async function untilAlone(connection: Connection): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    if (/^connected_clients:1\r?$/m.test(String(await connection.call('INFO', 'clients')))) return;
  }
}
