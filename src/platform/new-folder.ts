import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, messageOf, UsageError } from '../errors.ts';

/**
 * Makes a folder with these files: all of them, or nothing. Rejects with `UsageError`, also where something is there already
 * that is not an empty folder.
 */
export async function writeNewFolder(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  const target = resolve(path);
  const parent = dirname(target);
  let made: string | undefined;
  let draft: string | undefined;
  try {
    made = await mkdir(parent, { recursive: true });
    draft = await mkdtemp(join(parent, `.${basename(target)}-`));
    // A temporary folder is for its owner alone; the one within it is as any other.
    const folder = join(draft, 'new');
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    // Fails where anything but an empty folder is there, also where it came this very moment.
    await rename(folder, target);
    await rmdir(draft);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(parent, made);
    const taken = 'something is there already; name another folder';
    const why = {
      EEXIST: taken,
      ENOTEMPTY: taken,
      ENOTDIR: taken,
      EACCES: 'the folder above it may not be written',
      EROFS: 'the folder above it may not be written',
    }[codeOf(error) ?? ''];
    throw new UsageError(`${path} cannot be written: ${why ?? messageOf(error)}.`, { cause: error });
  }
}

/** Removes folders from `inner` up to `outer`, as long as they are empty. */
async function removeEmpty(inner: string, outer: string): Promise<void> {
  for (let folder = inner; folder.length >= outer.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}
