import { accessSync, chmodSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { codeOf, messageOf, NoEngineError } from '../errors.ts';

/** `sun_path` holds 104 bytes on macOS, 108 on Linux, with the NUL. */
const longestSocketPath = 103;
const longestName = '/builtin-00000000.sock'.length;

export interface RuntimeFolder {
  folder: string;
  /** What was wrong with a better place, a line each. */
  notices: string[];
}

/**
 * The folder for sockets and locks: `$XDG_RUNTIME_DIR/hyperdrive`, else `hyperdrive-<uid>` in the temporary directory;
 * 0700, of this user, a real folder, with a path short enough for a socket. Throws `NoEngineError`.
 */
export function runtimeFolder(env: NodeJS.ProcessEnv, uid = process.getuid?.() ?? 0): RuntimeFolder {
  const places = [
    // By its specification a relative path is to be ignored.
    ...(isAbsolute(env['XDG_RUNTIME_DIR'] ?? '') ? [join(env['XDG_RUNTIME_DIR']!, 'hyperdrive')] : []),
    join(env['TMPDIR'] || tmpdir(), `hyperdrive-${uid}`),
  ];
  const notices: string[] = [];
  for (const folder of places) {
    const problem = prepare(folder, uid);
    if (!problem) return { folder, notices: notices.map((notice) => `${notice} Using ${folder}.`) };
    notices.push(problem);
  }
  throw new NoEngineError(
    `No folder for the engine's socket. ${notices.join(' ')} Set XDG_RUNTIME_DIR to a short folder of your own, or use --url.`,
  );
}

/** Why the folder cannot be used, in a sentence; null when it can. */
function prepare(folder: string, uid: number): string | null {
  if (Buffer.byteLength(folder) + longestName > longestSocketPath) {
    return `${folder} is too long: a socket's path may have ${longestSocketPath} bytes.`;
  }
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return `${folder} cannot be made: its parent does not exist.`;
    if (codeOf(error) !== 'EEXIST') return `${folder} cannot be made (${codeOf(error) ?? messageOf(error)}).`;
  }
  try {
    // lstat, not stat: in a shared temporary directory somebody may have laid a link for us.
    const stat = lstatSync(folder);
    if (!stat.isDirectory()) return `${folder} is not a folder.`;
    if (stat.uid !== uid) return `${folder} belongs to another user.`;
    if (stat.mode & 0o077) chmodSync(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return `${folder} cannot be written (${codeOf(error) ?? messageOf(error)}).`;
  }
  return null;
}
