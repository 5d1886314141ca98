import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { readUserFile, writeUserFile } from '../../src/platform/user-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(content: string | Buffer): string {
  const path = join(folder, String(++files));
  writeFileSync(path, content);
  return path;
}

describe('a file of the user’s', () => {
  it.each(['', 'return 1\n', 'grüße\n', 'x'.repeat(1_048_576)])('is read as it is', async (text) => {
    expect(await readUserFile(file(text))).toBe(text);
  });

  it('is read without its byte order mark', async () => {
    expect(await readUserFile(file('\ufeff{}'))).toBe('{}');
  });

  it.each([
    ['nothing is there', join(folder, 'none'), 'there is no such file'],
    ['it is a folder', folder, 'it is a folder'],
    ['it is large', file('x'.repeat(1_048_577)), 'it is larger than 1 MiB'],
    ['it never ends', '/dev/zero', 'it is larger than 1 MiB'],
    ['it is no UTF-8', file(Buffer.from([0x61, 0xff])), 'it is no text in UTF-8'],
    ['it is binary', file(Buffer.from([0x61, 0x00])), 'it is no text in UTF-8'],
  ])('is not read where %s', async (_, path, why) => {
    await expect(readUserFile(path)).rejects.toThrow(new UsageError(`${path} cannot be read: ${why}.`));
  });

  it('is written where there is none, and never over another', async () => {
    const path = join(folder, 'new');
    await writeUserFile(path, 'one');
    await expect(writeUserFile(path, 'two')).rejects.toThrow(
      new UsageError(`${path} cannot be written: it is there already; name another file.`),
    );
    expect(readFileSync(path, 'utf8')).toBe('one');
    await expect(writeUserFile(join(folder, 'no', 'folder'), 'x')).rejects.toThrow(
      'its folder does not exist',
    );
  });
});
