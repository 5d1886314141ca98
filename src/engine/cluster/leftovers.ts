import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dial } from '../host/lock.ts';

/** A node's folder is there before it listens, and may be made anew when it starts again. */
const startingMs = 60_000;

/**
 * Removes the folders of nodes that nobody was left to remove: a machine that dies takes their leashes along. Whose server
 * answers is not touched, nor who may be about to start.
 */
export async function sweepNodes(place: string, nowMs = Date.now()): Promise<void> {
  const nodes = readdirSync(place).filter((name) => /^node-[0-9a-f]+-\d+$/.test(name));
  await Promise.all(
    nodes.map(async (name) => {
      const folder = join(place, name);
      // Whatever keeps it from being judged keeps it: it may be removed by its own leash meanwhile.
      const judged = await isLeft(folder, nowMs).catch(() => false);
      if (judged) rmSync(folder, { recursive: true, force: true });
    }),
  );
}

async function isLeft(folder: string, nowMs: number): Promise<boolean> {
  if (nowMs - statSync(folder).mtimeMs < startingMs) return false;
  const socket = await dial(join(folder, 's'));
  socket?.destroy();
  return socket === null;
}
