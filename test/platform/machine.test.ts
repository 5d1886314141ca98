import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineMachine } from '../../src/platform/machine.ts';

const uid = process.getuid!();
let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir().length < 40 ? tmpdir() : '/tmp', 'hd-'));
  mkdirSync(join(base, 'run'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  XDG_RUNTIME_DIR: join(base, 'run'),
  XDG_STATE_HOME: join(base, 'state'),
  TMPDIR: join(base, 'tmp'),
  ...more,
});
const state = () => join(base, 'state', 'hyperdrive');

describe('the machine', () => {
  it('tells its Node and its system', () => {
    expect(examineMachine(env())).toMatchObject({
      node: process.version.slice(1),
      system: `${process.platform} ${process.arch}`,
    });
  });

  it('tells the runtime folder and the sockets in it', () => {
    const folder = join(base, 'run', 'hyperdrive');
    expect(examineMachine(env()).runtime).toEqual({ folder, notices: [], sockets: [] });
    for (const name of ['host-1.sock', 'lock.1', 'host.log']) writeFileSync(join(folder, name), '');
    expect(examineMachine(env()).runtime).toMatchObject({ sockets: ['host-1.sock'] });
  });

  it('tells why there is no runtime folder', () => {
    const nowhere = { XDG_RUNTIME_DIR: undefined, TMPDIR: join(base, 'none') };
    expect(examineMachine(env(nowhere)).runtime).toEqual({
      problem: expect.stringMatching(/^No folder for the engine's socket/) as string,
    });
  });
});

describe('the progress folder', () => {
  const problem = (of = uid) => examineMachine(env(), of).progress.problem;

  it('is well where it can be made, and is not made by looking', () => {
    expect(examineMachine(env()).progress).toEqual({ folder: state(), problem: null });
    expect(readdirSync(base)).toEqual(['run']);
  });

  it('is well where it is', () => {
    mkdirSync(state(), { recursive: true });
    writeFileSync(join(state(), 'progress.json'), '{}');
    expect(problem()).toBeNull();
  });

  it('is not well where a file stands in the way', () => {
    writeFileSync(join(base, 'state'), '');
    expect(problem()).toBe(`${join(base, 'state')} is no folder`);
  });

  it('is not well where it belongs to another user', () => {
    mkdirSync(state(), { recursive: true });
    // Of another user's point of view, everything here is a stranger's; the runtime folder too.
    expect(problem(uid + 1)).toBe(`${state()} belongs to another user`);
  });

  it('is not well where it cannot be reached', () => {
    symlinkSync(join(base, 'state'), join(base, 'state'));
    expect(problem()).toBe(`${state()} cannot be written (ELOOP)`);
  });
});
