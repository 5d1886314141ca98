import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of the programs that a `PATH` holds, as an absolute path. */
export function findProgram(names: readonly string[], path: string | undefined): string | null {
  for (const name of names) {
    for (const folder of (path ?? '').split(delimiter)) {
      const file = join(folder, name);
      if (folder.startsWith('/') && isProgram(file)) return file;
    }
  }
  return null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Absent, or not for us: either way not a program we can start.
    return false;
  }
}
