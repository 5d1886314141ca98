import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { codeOf, messageOf, UsageError } from '../errors.ts';

/** More than any script, mission or fleet has; less than what a terminal or a server would choke on. */
const mostBytes = 1_048_576;

/** The text of a file of the user's, or of a pipe. Rejects with `UsageError`, also where it is large or no text. */
export async function readUserFile(path: string): Promise<string> {
  let content: Buffer;
  try {
    content = await readAtMost(path, mostBytes + 1);
  } catch (error) {
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
export function writeUserFile(path: string, text: string): Promise<void> {
  return write(path, text, 'wx');
}

/** Writes a file that is there already. Rejects with `UsageError`, also where it is not. */
export function replaceUserFile(path: string, text: string): Promise<void> {
  return write(path, text, 'r+');
}

async function write(path: string, text: string, flag: 'wx' | 'r+'): Promise<void> {
  try {
    const file = await open(path, flag);
    try {
      await file.truncate();
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = {
      EEXIST: 'it is there already; name another file',
      ENOENT: flag === 'wx' ? 'its folder does not exist' : 'there is no such file',
      EACCES: flag === 'wx' ? 'its folder may not be written' : 'it may not be written',
      EROFS: 'nothing may be written there',
    }[codeOf(error) ?? ''];
    throw new UsageError(`${path} cannot be written: ${why ?? messageOf(error)}.`, { cause: error });
  }
}
