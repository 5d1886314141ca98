import {
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import {
  fileMark,
  makeFolder,
  readUserFile,
  replaceUserFile,
  writeUserFile,
} from '../../src/platform/user-files.ts';

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

  it('leaves nothing beside it when it is written', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    await writeUserFile(join(own, 'a'), 'one');
    await expect(writeUserFile(join(own, 'a'), 'two')).rejects.toThrow();
    expect(readdirSync(own)).toEqual(['a']);
  });

  it('is replaced without a loss: every version is kept beside it', async () => {
    const own = join(folder, 'kept');
    await makeFolder(own);
    const path = join(own, 'limiter.lua');
    expect(await replaceUserFile(path, 'one')).toBeNull();
    expect(await replaceUserFile(path, 'two')).toBe(`${path}.bak`);
    expect(await replaceUserFile(path, 'three')).toBe(`${path}.bak.1`);
    expect(await replaceUserFile(path, 'four')).toBe(`${path}.bak.2`);
    expect(readdirSync(own)).toEqual([
      'limiter.lua',
      'limiter.lua.bak',
      'limiter.lua.bak.1',
      'limiter.lua.bak.2',
    ]);
    expect(readdirSync(own).map((name) => readFileSync(join(own, name), 'utf8'))).toEqual([
      'four',
      'one',
      'two',
      'three',
    ]);
    await expect(replaceUserFile(join(own, 'none', 'x'), '')).rejects.toThrow(
      new UsageError(`${join(own, 'none', 'x')} cannot be written: its folder does not exist.`),
    );
  });

  it('is replaced where a link leads, and the link stays', async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    const [path, real] = [join(own, 'link.lua'), join(own, 'real.lua')];
    writeFileSync(real, 'one');
    symlinkSync(real, path);
    expect(await replaceUserFile(path, 'two')).toBe(`${realpathSync(real)}.bak`);
    expect([path, real, `${real}.bak`].map((file) => readFileSync(file, 'utf8'))).toEqual([
      'two',
      'two',
      'one',
    ]);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });

  it('has a mark that is another after each save, also by rename or with the same text', async () => {
    const path = file('one');
    const marks = [await fileMark(path)];
    expect(await fileMark(path)).toBe(marks[0]);
    const also = async (save: () => void) => {
      save();
      marks.push(await fileMark(path));
    };
    await also(() => writeFileSync(path, 'two'));
    await also(() => utimesSync(path, 1, 1));
    await also(() => renameSync(file('new'), path));
    // Of a file system that knows no times.
    await also(() => {
      writeFileSync(path, 'old');
      utimesSync(path, 1, 1);
    });
    expect(new Set(marks).size).toBe(marks.length);
    rmSync(path);
    expect(await fileMark(path)).toBeNull();
    expect(await fileMark(folder)).toBeNull();
  });
});

describe('a folder', () => {
  it('is made with those above it, and may be there', async () => {
    const path = join(folder, 'a', 'b');
    await makeFolder(path);
    await makeFolder(path);
    expect(readdirSync(path)).toEqual([]);
  });

  it('is not made where a file stands', async () => {
    const path = file('');
    await expect(makeFolder(path)).rejects.toThrow(
      new UsageError(`The folder ${path} cannot be made: a file stands in its place.`),
    );
    await expect(makeFolder(join(path, 'a'))).rejects.toThrow('a file stands in its way.');
  });
});
