import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { progressFile, progressStore } from '../../src/platform/progress-store.ts';

let home: string;
let notices: string[];
const file = (): string => join(home, 'hyperdrive', 'progress.json');
const store = () => progressStore({ XDG_STATE_HOME: home }, (line) => notices.push(line));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hd-progress-'));
  notices = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('progressFile', () => {
  it('stands where the desktop specification says', () => {
    expect(progressFile({ XDG_STATE_HOME: '/state', HOME: '/home/me' })).toBe(
      '/state/hyperdrive/progress.json',
    );
    expect(progressFile({ HOME: '/home/me' })).toBe('/home/me/.local/state/hyperdrive/progress.json');
    expect(progressFile({ XDG_STATE_HOME: 'relative', HOME: '/home/me' })).toBe(
      '/home/me/.local/state/hyperdrive/progress.json',
    );
  });
});

describe('progressStore', () => {
  const progress = {
    missions: { hyperdrive: { step: 'one-member', done: true } },
    challenges: { 'repair-the-log': { started: '/home/me/log', startedMs: 1, passed: true as const } },
  };
  const nothing = { missions: {}, challenges: {} };

  it('begins empty, keeps what it is given, and forgets it', () => {
    expect(store().load()).toEqual(nothing);
    store().update(() => progress);
    expect(store().load()).toEqual(progress);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ version: 1, ...progress });
    expect(readdirSync(dirname(file()))).toEqual(['progress.json']);
    expect(store().clear()).toBe(true);
    expect(store().clear()).toBe(false);
    expect(store().load()).toEqual(nothing);
    expect(notices).toEqual([]);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"version":2,"missions":{}}',
    '{"version":1}',
    '{"version":1,"missions":[]}',
    '{"version":1,"missions":{"a":7}}',
    '{"version":1,"missions":{"a":{"step":7}}}',
  ])('keeps a file that it does not understand (%j) and says so once', (text) => {
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), text);
    const one = store();
    expect(one.load()).toEqual(nothing);
    expect(one.load()).toEqual(nothing);
    expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(text);
    expect(existsSync(file())).toBe(false);
    expect(notices).toEqual([expect.stringContaining(`It is kept as ${file()}.broken`)]);
    one.update(() => progress);
    expect(store().load()).toEqual(progress);
    writeFileSync(file(), 'again');
    expect(store().load()).toEqual(nothing);
    expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(text);
    expect(readFileSync(`${file()}.broken.1`, 'utf8')).toBe('again');
  });

  it('does not write over what it cannot read', () => {
    // A loop of links stops the superuser too, and a file could be renamed onto it.
    mkdirSync(dirname(file()), { recursive: true });
    symlinkSync(file(), file());
    const one = store();
    one.update(() => progress);
    expect(one.load()).toEqual(progress);
    expect(lstatSync(file()).isSymbolicLink()).toBe(true);
    expect(notices).toEqual([
      `The progress in ${file()} cannot be read (ELOOP).`,
      expect.stringContaining('cannot be saved'),
    ]);
  });

  it('reads a file from before there were challenges', () => {
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), JSON.stringify({ version: 1, missions: progress.missions }));
    expect(store().load()).toEqual({ ...progress, challenges: {} });
    expect(notices).toEqual([]);
  });

  it('keeps what it does not know, and what another version wrote otherwise', () => {
    const known = { started: '/home/me/log', lastLaw: 'ttl', stars: 3 };
    const strange = { passed: true, failures: { ttl: 1 }, hints: [1] };
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(
      file(),
      JSON.stringify({ version: 1, missions: {}, challenges: { known, strange, odd: null }, theme: 'dark' }),
    );
    const { stars: _, ...understood } = known;
    expect(store().load().challenges).toEqual({ known: understood, strange: { passed: true } });
    store().update((kept) => ({
      ...kept,
      challenges: { ...kept.challenges, known: { started: '/home/me/log', passed: true } },
    }));
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      version: 1,
      missions: {},
      challenges: { known: { started: '/home/me/log', stars: 3, passed: true }, strange, odd: null },
      theme: 'dark',
    });
    expect(notices).toEqual([]);
  });

  it('waits for another process that is saving, and undoes nothing of it', async () => {
    store().update((kept) => ({ ...kept, challenges: progress.challenges }));
    // It has read what is there, will write that with a change of its own, and is slow.
    const other = `
      const { closeSync, openSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
      const [file] = process.argv.slice(1);
      closeSync(openSync(file + '.lock', 'wx'));
      const kept = JSON.parse(readFileSync(file, 'utf8'));
      kept.missions.gcra = { done: true };
      setTimeout(() => {
        writeFileSync(file, JSON.stringify(kept));
        rmSync(file + '.lock');
      }, 50);
      process.stdout.write('reading is done');`;
    const child = spawn(process.execPath, ['-e', other, file()], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    store().update((kept) => ({ ...kept, missions: { ...kept.missions, ...progress.missions } }));
    await once(child, 'close');
    expect(store().load()).toEqual({
      missions: { ...progress.missions, gcra: { done: true } },
      challenges: progress.challenges,
    });
  });

  it('goes on without a folder that can be written, and says so once', () => {
    // A file in the place of the folder stops the superuser too.
    writeFileSync(join(home, 'hyperdrive'), '');
    const one = store();
    one.update((kept) => ({ ...kept, missions: progress.missions }));
    one.update((kept) => ({ ...kept, challenges: progress.challenges }));
    expect(one.load()).toEqual(progress);
    expect(notices).toEqual([
      expect.stringMatching(/cannot be saved in .* \(\w+\)\. hyperdrive goes on without\./),
    ]);
    expect(one.clear()).toBe(true);
    expect(one.clear()).toBe(false);
  });

  it('says what it can neither read nor delete', () => {
    mkdirSync(file(), { recursive: true });
    const one = store();
    expect(one.load()).toEqual(nothing);
    expect(notices).toEqual([`The progress in ${file()} cannot be read (EISDIR).`]);
    expect(() => one.clear()).toThrow(`The progress in ${file()} cannot be deleted`);
  });
});
