import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  constants,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, messageOf, UsageError } from '../errors.ts';

/** More than any script, mission or fleet has; less than what a terminal or a server would choke on. */
const mostBytes = 1_048_576;

/** The text of a file of the user's, or of a pipe. Rejects with `UsageError`, also where it is large or no text. */
export async function readUserFile(path: string): Promise<string> {
  let content: Buffer;
  try {
    // Who opens a pipe that has a name waits for somebody to write to it, and cannot be interrupted.
    if ((await stat(path)).isFIFO() && !/^\/(dev|proc)\//.test(path))
      throw new UsageError(`${path} cannot be read: it is a pipe.`);
    content = await readAtMost(path, mostBytes + 1);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'it may not be read',
    }[codeOf(error) ?? ''];
    throw new UsageError(`${path} cannot be read: ${why ?? messageOf(error)}.`, { cause: error });
  }
  if (content.length > mostBytes) throw new UsageError(`${path} cannot be read: it is larger than 1 MiB.`);
  if (!isUtf8(content) || content.includes(0))
    throw new UsageError(`${path} cannot be read: it is no text in UTF-8.`);
  return content.toString('utf8').replace(/^\ufeff/, '');
}

/** The size that a file says it has is not asked: a device or a pipe has none. */
async function readAtMost(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const chunks: Buffer[] = [];
    for (let left = most; left > 0;) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(Math.min(left, 65_536)) });
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** Writes a file that is not there yet. Rejects with `UsageError`, also where it is. */
export async function writeUserFile(path: string, text: string): Promise<void> {
  try {
    if (await isThere(path)) throw Object.assign(new Error(), { code: 'EEXIST' });
    await withTemporary(path, text, (temporary) => copyTo(temporary, path));
  } catch (error) {
    throw notWritten(path, error);
  }
}

/**
 * Writes a file, or the one that a link leads to. What was there is kept as `.bak` beside it, as `.bak.1` where that is taken, and so on: the answer is its path,
 * null where nothing was there. There is no moment without the file. Rejects with `UsageError`.
 */
export async function replaceUserFile(path: string, text: string): Promise<string | null> {
  try {
    const target = await realpath(path).catch(() => path);
    return await withTemporary(target, text, async (temporary) => {
      const kept = (await isThere(target)) ? await keep(target) : null;
      await rename(temporary, target);
      return kept;
    });
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Makes a folder with those above it, where it is not there yet. Rejects with `UsageError`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const why = {
      EEXIST: 'a file stands in its place',
      ENOTDIR: 'a file stands in its way',
      EACCES: 'the folder above it may not be written',
    }[codeOf(error) ?? ''];
    throw new UsageError(`The folder ${path} cannot be made: ${why ?? messageOf(error)}.`, { cause: error });
  }
}

/** Different whenever the file was saved; null while it is not there or cannot be read. */
export async function fileMark(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size } = await stat(path);
    const content = createHash('sha1').update(await readAtMost(path, mostBytes + 1));
    return `${mtimeMs} ${size} ${content.digest('hex')}`;
  } catch {
    return null;
  }
}

/** Does something with a file of this text in the folder of `path`; what is left of it then is removed. */
async function withTemporary<T>(
  path: string,
  text: string,
  work: (temporary: string) => Promise<T>,
): Promise<T> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text);
    return await work(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A link is there at once and whole, or not at all; some file systems have none. */
async function copyTo(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

async function keep(path: string): Promise<string> {
  for (let at = 0; ; at++) {
    const backup = at ? `${path}.bak.${at}` : `${path}.bak`;
    try {
      await copyTo(path, backup);
      return backup;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function notWritten(path: string, error: unknown): UsageError {
  const why = {
    EEXIST: 'it is there already; name another file',
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EISDIR: 'it is a folder',
    EACCES: 'its folder may not be written',
    EROFS: 'its file system may only be read',
    ENOSPC: 'the disk is full',
  }[codeOf(error) ?? ''];
  return new UsageError(`${path} cannot be written: ${why ?? messageOf(error)}.`, { cause: error });
}
