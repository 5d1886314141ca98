import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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
  const progress = { missions: { hyperdrive: { step: 'one-member', done: true } } };

  it('begins empty, keeps what it is given, and forgets it', () => {
    expect(store().load()).toEqual({ missions: {} });
    store().save(progress);
    expect(store().load()).toMatchObject(progress);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ version: 1, ...progress });
    expect(readdirSync(dirname(file()))).toEqual(['progress.json']);
    expect(store().clear()).toBe(true);
    expect(store().clear()).toBe(false);
    expect(store().load()).toEqual({ missions: {} });
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
    expect(one.load()).toEqual({ missions: {} });
    expect(one.load()).toEqual({ missions: {} });
    expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(text);
    expect(existsSync(file())).toBe(false);
    expect(notices).toEqual([expect.stringContaining(`It is kept as ${file()}.broken`)]);
    one.save(progress);
    expect(store().load()).toMatchObject(progress);
  });

  it('goes on without a folder that can be written, and says so once', () => {
    // A file in the place of the folder stops the superuser too.
    writeFileSync(join(home, 'hyperdrive'), '');
    const one = store();
    one.save(progress);
    one.save(progress);
    expect(one.load()).toEqual(progress);
    expect(notices).toEqual([
      expect.stringMatching(/cannot be saved in .* \(\w+\)\. The lesson goes on without\./),
    ]);
    expect(one.clear()).toBe(true);
    expect(one.clear()).toBe(false);
  });

  it('says what it can neither read nor delete', () => {
    mkdirSync(file(), { recursive: true });
    const one = store();
    expect(one.load()).toEqual({ missions: {} });
    expect(notices).toEqual([`The progress in ${file()} cannot be read (EISDIR).`]);
    expect(() => one.clear()).toThrow(`The progress in ${file()} cannot be deleted`);
  });
});
