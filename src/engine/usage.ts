import type { Connection } from './port.ts';

/** What a server has taken so far. */
export interface Usage {
  /** Of its memory, without what connections take: that comes and goes. */
  memoryBytes: number;
  /** Of the one thread that runs commands. */
  cpuMicros: number;
}

/** Asks a server what it has taken. Null where it does not tell. */
export async function readUsage(connection: Connection): Promise<Usage | null> {
  const info = String(await connection.call('INFO', 'memory')) + String(await connection.call('INFO', 'cpu'));
  const field = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)\\r?$`, 'm').exec(info)?.[1] ?? NaN);
  const memoryBytes = field('used_memory') - field('mem_clients_normal');
  const cpuSeconds = field('used_cpu_user_main_thread') + field('used_cpu_sys_main_thread');
  if (Number.isNaN(memoryBytes) || Number.isNaN(cpuSeconds)) return null;
  return { memoryBytes, cpuMicros: cpuSeconds * 1e6 };
}
