import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runtimeFolder } from '../../src/platform/runtime-folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hd-'));
  mkdirSync(join(base, 'tmp'));
  mkdirSync(join(base, 'run'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const uid = process.getuid!();
const fallback = () => join(base, 'tmp', `hyperdrive-${uid}`);
const find = (env: NodeJS.ProcessEnv = {}) =>
  runtimeFolder({ XDG_RUNTIME_DIR: join(base, 'run'), TMPDIR: join(base, 'tmp'), ...env });

describe('the runtime folder', () => {
  it('is made in XDG_RUNTIME_DIR, for this user alone', () => {
    const { folder, notices } = find();
    expect(folder).toBe(join(base, 'run', 'hyperdrive'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(notices).toEqual([]);
  });

  it('is made in the temporary directory without XDG_RUNTIME_DIR', () => {
    expect(find({ XDG_RUNTIME_DIR: undefined }).folder).toBe(fallback());
  });

  it('shuts out others where it stood open', () => {
    mkdirSync(join(base, 'run', 'hyperdrive'));
    chmodSync(join(base, 'run', 'hyperdrive'), 0o755);
    expect(statSync(find().folder).mode & 0o777).toBe(0o700);
  });

  it.each<[string, (xdg: string) => string, RegExp]>([
    ['does not exist', (xdg) => join(xdg, 'gone'), /parent does not exist/],
    ['is a file', (xdg) => (writeFileSync(join(xdg, 'file'), ''), join(xdg, 'file')), /ENOTDIR/],
    ['is too long for a socket', (xdg) => join(xdg, 'x'.repeat(100)), /too long/],
    ['holds a link in its place', (xdg) => (symlinkSync(base, join(xdg, 'hyperdrive')), xdg), /not a folder/],
  ])('falls back, and says so, where XDG_RUNTIME_DIR %s', (_, spoil, notice) => {
    const found = find({ XDG_RUNTIME_DIR: spoil(join(base, 'run')) });
    expect(found.folder).toBe(fallback());
    expect(found.notices).toEqual([expect.stringMatching(notice)]);
  });

  it("refuses another user's folder", () => {
    mkdirSync(fallback());
    expect(() => runtimeFolder({ TMPDIR: join(base, 'tmp') }, uid)).not.toThrow();
    mkdirSync(join(base, 'tmp', `hyperdrive-${uid + 1}`));
    expect(() => runtimeFolder({ TMPDIR: join(base, 'tmp') }, uid + 1)).toThrow(
      /belongs to another user.*XDG_RUNTIME_DIR/,
    );
  });
});
