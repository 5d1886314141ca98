import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { ProgressStore } from '../deps.ts';
import { codeOf, HyperdriveError, messageOf } from '../errors.ts';
import { withFileLock } from './file-lock.ts';
import { nothingKept, readKept, textOfKept, type Kept } from './progress-text.ts';

/** `$XDG_STATE_HOME/hyperdrive/progress.json`, else the same below `~/.local/state`. */
export function progressFile(env: Record<string, string | undefined>): string {
  const wanted = env['XDG_STATE_HOME'];
  // The specification says to ignore a relative path.
  const state = wanted && isAbsolute(wanted) ? wanted : join(env['HOME'] || homedir(), '.local', 'state');
  return join(state, 'hyperdrive', 'progress.json');
}

/**
 * Progress in a file. A file that cannot be understood is put aside, a folder that cannot be written is told; neither
 * stops a lesson. `notice` is told each of them once.
 */
export function progressStore(
  env: Record<string, string | undefined>,
  notice: (line: string) => void,
): ProgressStore {
  const file = progressFile(env);
  const told = new Set<string>();
  const tellOnce = (line: string): void => {
    if (!told.has(line)) notice(line);
    told.add(line);
  };
  /** What was saved in vain: this process still knows it. */
  let unsaved: Kept | null = null;

  function load(): Kept {
    try {
      return read();
    } catch (error) {
      tellOnce(`The progress in ${file} cannot be read (${reason(error)}).`);
      return nothingKept;
    }
  }

  /** Throws where it is there and cannot be read: then it must not be written over either. */
  function read(): Kept {
    if (unsaved) return unsaved;
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return nothingKept;
      throw error;
    }
    const kept = readKept(text);
    if (kept) return kept;
    tellOnce(putAside());
    return nothingKept;
  }

  function save(kept: Kept): void {
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, textOfKept(kept));
      renameSync(temporary, file);
    } catch (error) {
      discard(temporary);
      throw error;
    }
  }

  function putAside(): string {
    let aside = `${file}.broken`;
    for (let at = 1; existsSync(aside); at++) aside = `${file}.broken.${at}`;
    try {
      renameSync(file, aside);
      return `${file} could not be understood. It is kept as ${aside}, and the progress starts anew.`;
    } catch (error) {
      return `${file} could not be understood, nor put aside (${reason(error)}). The progress starts anew.`;
    }
  }

  return {
    load: () => load().progress,
    update(change) {
      const changed = (kept: Kept): Kept => ({ ...kept, progress: change(kept.progress) });
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        // Between reading and writing another process would be forgotten.
        withFileLock(`${file}.lock`, () => save(changed(read())));
        unsaved = null;
      } catch (error) {
        unsaved = changed(load());
        tellOnce(
          `The progress cannot be saved in ${dirname(file)} (${reason(error)}). hyperdrive goes on without.`,
        );
      }
    },
    clear() {
      const existed = unsaved !== null;
      unsaved = null;
      try {
        rmSync(file);
        return true;
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return existed;
        throw new HyperdriveError(
          `The progress in ${file} cannot be deleted (${reason(error)}). Delete the file by hand.`,
          { cause: error },
        );
      }
    },
  };
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It could not even be made.
  }
}

function reason(error: unknown): string {
  return codeOf(error) ?? messageOf(error);
}
