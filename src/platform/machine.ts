import { accessSync, constants, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf, NoEngineError } from '../errors.ts';
import { progressFile } from './progress-store.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** What of a machine decides whether hyperdrive works on it. */
export interface Machine {
  /** Such as `20.19.0`. */
  node: string;
  /** Such as `linux x64`. */
  system: string;
  /** The folder for sockets and locks: what was wrong with a better place, and the sockets in it. Or why there is none. */
  runtime: { folder: string; notices: string[]; sockets: string[] } | { problem: string };
  /** The folder for the progress, and why it cannot be written. */
  progress: { folder: string; problem: string | null };
}

/** Looks, and writes nothing; but the runtime folder is made, as every command does that starts an engine. */
export function examineMachine(env: NodeJS.ProcessEnv, uid = process.getuid?.() ?? 0): Machine {
  return {
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    runtime: examineRuntime(env, uid),
    progress: examineProgress(progressFile(env), uid),
  };
}

function examineRuntime(env: NodeJS.ProcessEnv, uid: number): Machine['runtime'] {
  try {
    const { folder, notices } = runtimeFolder(env, uid);
    return { folder, notices, sockets: readdirSync(folder).filter((name) => name.endsWith('.sock')) };
  } catch (error) {
    if (error instanceof NoEngineError) return { problem: error.message };
    throw error;
  }
}

function examineProgress(file: string, uid: number): Machine['progress'] {
  const folder = dirname(file);
  try {
    const there = nearest(folder);
    const stat = statSync(there);
    if (!stat.isDirectory()) return { folder, problem: `${there} is no folder` };
    if (there === folder && stat.uid !== uid) return { folder, problem: `${folder} belongs to another user` };
    accessSync(there, constants.W_OK | constants.X_OK);
    if (nearest(file) === file) accessSync(file, constants.R_OK);
    return { folder, problem: null };
  } catch (error) {
    return { folder, problem: `${folder} cannot be written (${codeOf(error) ?? messageOf(error)})` };
  }
}

/** The path, or the nearest above it that exists. */
function nearest(path: string): string {
  try {
    lstatSync(path);
    return path;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
    return nearest(dirname(path));
  }
}
