import { linkSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { codeOf } from '../../errors.ts';

/**
 * Who owns the folder's engines. The lock is a file `lock.<generation>`; the highest generation counts. It names its
 * owner's control socket, and the owner lives exactly as long as that socket answers: no pid is trusted, so one that
 * somebody else took over cannot pass for a host.
 *
 * A dead owner's lock is never removed by those who want it, only outbid by creating the next generation, which
 * can succeed once. So two that find the same corpse cannot both win.
 */
export interface Owner {
  /** File name of the control socket, in the same folder. */
  control: string;
  pid: number;
}

const lockName = /^lock\.(\d+)$/;

function generations(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => lockName.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
}

function readOwner(folder: string, generation: number): Owner | null {
  try {
    const owner = JSON.parse(readFileSync(join(folder, `lock.${generation}`), 'utf8')) as Partial<Owner>;
    const fits =
      typeof owner.control === 'string' && /^[\w.-]+$/.test(owner.control) && typeof owner.pid === 'number';
    return fits ? (owner as Owner) : null;
  } catch (error) {
    // Given back meanwhile, or written by nobody we know: as good as dead.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The living owner of a folder, or the generation at which there is none. */
type Claim = { socket: Socket; owner: Owner } | { deadSince: number };

/** Connects to the owner's control socket; null when there is no owner, or only its remains. */
export async function reachOwner(folder: string): Promise<{ socket: Socket; owner: Owner } | null> {
  const claim = await judge(folder);
  return 'owner' in claim ? claim : null;
}

async function judge(folder: string): Promise<Claim> {
  const highest = generations(folder)[0] ?? 0;
  const owner = readOwner(folder, highest);
  const socket = owner && (await dial(join(folder, owner.control)));
  return owner && socket ? { socket, owner } : { deadSince: highest };
}

/** Connects to a socket; null where nobody listens any more. Rejects where that cannot be told. */
export function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      // Reset: it closed while we stood in its queue.
      if (['ECONNREFUSED', 'ENOENT', 'ECONNRESET'].includes(codeOf(error) ?? '')) resolve(null);
      else reject(error);
    });
  });
}

/**
 * Takes the folder for `owner`, whose control socket already answers; false where another owner lives. It is given back by
 * closing that socket: the lock file stays, for a generation that was judged dead must never come to life again.
 */
export async function acquire(folder: string, owner: Owner): Promise<boolean> {
  const draft = join(folder, `draft-${owner.control}`);
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    for (;;) {
      const claim = await judge(folder);
      if ('owner' in claim) {
        claim.socket.destroy();
        return false;
      }
      // The very next one, not the next that is free: whoever judged the same corpse must collide with us.
      const mine = claim.deadSince + 1;
      try {
        // A link appears whole or not at all, and never replaces.
        linkSync(draft, join(folder, `lock.${mine}`));
      } catch (error) {
        if (codeOf(error) === 'EEXIST') continue;
        throw error;
      }
      const all = generations(folder);
      if (all[0] === mine) {
        for (const older of all.slice(1)) rmSync(join(folder, `lock.${older}`), { force: true });
        return true;
      }
      // We were so slow that our generation had been taken, outbid and swept.
      rmSync(join(folder, `lock.${mine}`), { force: true });
    }
  } finally {
    unlinkSync(draft);
  }
}

/** Removes the sockets and drafts that dead hosts left. For the folder's owner alone; `keep` is its own control socket. */
export function sweep(folder: string, keep: string): void {
  for (const name of readdirSync(folder)) {
    if (/^(draft-)?(host|valkey|builtin)-[0-9a-f]+\.sock$/.test(name) && name !== keep)
      rmSync(join(folder, name), { force: true });
  }
}
