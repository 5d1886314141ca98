import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { withFileLock } from '../../src/platform/file-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'hd-lock-'));
const lock = join(folder, 'lock');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is held during the work and no longer, also where that fails', () => {
  expect(withFileLock(lock, () => existsSync(lock))).toBe(true);
  expect(existsSync(lock)).toBe(false);
  const fail = () => {
    throw new Error('no');
  };
  expect(() => withFileLock(lock, fail)).toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

it('is taken from the dead', () => {
  writeFileSync(lock, '');
  expect(withFileLock(lock, () => 1, 20)).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

it('fails where it cannot be made', () => {
  expect(() => withFileLock(join(folder, 'none', 'lock'), () => 1)).toThrow('ENOENT');
});
