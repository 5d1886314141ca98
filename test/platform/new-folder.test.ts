import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeNewFolder } from '../../src/platform/new-folder.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'hd-'))));
afterEach(() => rmSync(home, { recursive: true }));

const files = { 'a.md': 'A', 'b.lua': 'B' };

it('makes a folder as others are, with those above it', async () => {
  const folder = join(home, 'deep', 'er', 'mine');
  await writeNewFolder(folder, files);
  expect(readdirSync(folder)).toEqual(['a.md', 'b.lua']);
  expect(readFileSync(join(folder, 'b.lua'), 'utf8')).toBe('B');
  expect(readdirSync(join(folder, '..'))).toEqual(['mine']);
  expect(statSync(folder).mode).toBe(statSync(join(folder, '..')).mode);
});

it('fills an empty folder', async () => {
  mkdirSync(join(home, 'mine'));
  await writeNewFolder(join(home, 'mine'), files);
  expect(readdirSync(join(home, 'mine'))).toEqual(['a.md', 'b.lua']);
});

it('touches nothing that is there, and leaves nothing half-written', async () => {
  mkdirSync(join(home, 'full'));
  writeFileSync(join(home, 'full', 'a.md'), 'mine');
  writeFileSync(join(home, 'file'), 'mine');
  for (const name of ['full', 'file', 'file/below']) {
    const writing = writeNewFolder(join(home, name), files);
    await expect(writing).rejects.toThrow(
      /cannot be written: something is there already; name another folder/,
    );
  }
  expect(readdirSync(home)).toEqual(['file', 'full']);
  expect(readdirSync(join(home, 'full'))).toEqual(['a.md']);
  expect(readFileSync(join(home, 'full', 'a.md'), 'utf8')).toBe('mine');
});

it('leaves no folder behind where a file cannot be written', async () => {
  await expect(writeNewFolder(join(home, 'deep', 'mine'), { 'no/such/folder': '' })).rejects.toThrow(
    'cannot be written',
  );
  expect(readdirSync(home)).toEqual([]);
});
