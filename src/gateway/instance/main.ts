/**
 * One gateway: a process of its own, started by `hyperdrive serve`, which tells it over IPC what to be. It ends when it is
 * told to, and when its parent is gone, however that ended.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../errors.ts';
import { runInstance, type Instance } from './run.ts';
import type { FromInstance, InstanceSettings, ToInstance } from './settings.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

let starting: Promise<Instance> | null = null;
let leaving = false;

function say(message: FromInstance): Promise<void> {
  return new Promise((resolve) => {
    // The parent may be gone: then nobody needs to know.
    if (process.connected) process.send!(message, () => resolve());
    else resolve();
  });
}

async function start(settings: InstanceSettings): Promise<void> {
  starting = runInstance(settings, {
    env: process.env,
    packageFile: (path) => readFileSync(join(packageFolder, path), 'utf8'),
    notice: (line) => void say({ op: 'notice', line }),
  });
  try {
    const { url, port } = await starting;
    await say({ op: 'ready', url, port });
  } catch (error) {
    await say({ op: 'failed', message: messageOf(error) });
    process.exit(1);
  }
}

async function leave(): Promise<void> {
  // Who asks twice means it.
  if (leaving) process.exit(1);
  leaving = true;
  const instance = await starting?.catch(() => null);
  if (instance) await say({ op: 'ended', ...(await instance.drain()) });
  process.exit(0);
}

async function obey(op: 'reset' | 'settle'): Promise<void> {
  let done = true;
  try {
    await (await starting)?.[op]();
  } catch {
    // The gateway goes on as it was, and whoever asked may end it.
    done = false;
  }
  await say({ op, done });
}

process.on('message', (message: ToInstance) => {
  if (message.op === 'start') void start(message.settings);
  else if (message.op === 'drain') void leave();
  else void obey(message.op);
});
process.on('disconnect', () => void leave());
process.on('SIGTERM', () => void leave());
// Ctrl-C in a terminal reaches every process there: the parent answers it, and tells us.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
