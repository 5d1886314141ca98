import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/check.ts';
import { clearLimiters, holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { listKeys } from '../../src/engine/key-listing.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { HyperdriveError, NoEngineError } from '../../src/errors.ts';
import { documents, makeWorld, type World } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = parseServerUrl(engineUrl);
const namespace = `t-doctor-${process.pid}`;
const prefix = prefixOf(namespace);
const engine = await openEngine('url', url);
afterEach(() => clearLimiters(engine, prefix));
afterAll(() => engine.close());

/** What the doctor finds, and what it throws. */
async function doctor(change: Partial<World> = {}) {
  const world: World = { ...makeWorld(engineUrl), ...change };
  const argv = ['doctor', '--engine', 'url', '--url', 'unix:/it', '--namespace', namespace, '--json'];
  const thrown = await world.runCommand(argv, world).then(
    () => null,
    (error: Error) => error,
  );
  const [document] = documents(world) as unknown as [{ ok: boolean; findings: Finding[] }];
  const levels = Object.fromEntries(document.findings.map(({ check, level }) => [check, level]));
  return { ...document, levels, thrown };
}

describe('the doctor', () => {
  it('finds nothing wrong with a server that does what it should, and leaves nothing in it', async () => {
    const { ok, findings, thrown } = await doctor();
    expect(thrown).toBeNull();
    expect(ok).toBe(true);
    expect(findings.filter(({ level }) => level === 'failed')).toEqual([]);
    expect(findings.find(({ check }) => check === 'ping')!.text).toMatch(
      /^answers a PING in \d+(\.\d+)? ms$/,
    );
    expect((await listKeys(engine, { prefix })).keys).toEqual([]);
  });

  it('notes a clock that is held', async () => {
    await holdClock(engine, prefix, 3_600_000);
    const { levels, ok } = await doctor();
    await releaseClock(engine, prefix);
    expect(levels['clock']).toBe('note');
    expect(ok).toBe(true);
  });

  it('reports a server that does not open, and fails', async () => {
    const { levels, thrown, findings } = await doctor({
      openEngine: () => Promise.reject(new NoEngineError('Nothing listens there.')),
    });
    expect(levels).toMatchObject({ engine: 'failed', node: 'ok' });
    expect(findings.at(-1)!.text).toBe('Nothing listens there.');
    expect(thrown).toBeInstanceOf(HyperdriveError);
    expect((thrown as HyperdriveError).exitCode).toBe(1);
    expect(thrown!.message).toBe('1 check failed: engine.');
  });

  it('reports a server that goes away in the middle', async () => {
    const { levels } = await doctor({
      async openEngine() {
        const dying = await openEngine('url', url);
        const call: typeof dying.call = async (...command) => {
          if (command[0] === 'DEL') throw new NoEngineError('It went away.');
          return dying.call(...command);
        };
        return { ...dying, call };
      },
    });
    expect(levels).toMatchObject({ engine: 'failed' });
    expect(levels).not.toHaveProperty('write');
  });

  it('reports what a package lacks', async () => {
    const world = makeWorld(engineUrl);
    const { levels, thrown } = await doctor({
      packageFile(path) {
        if (path === 'lua/gcra.lua') throw new Error('ENOENT');
        return world.packageFile(path);
      },
      listMissions: () => {
        throw new Error('ENOENT');
      },
    });
    expect(levels).toMatchObject({ scripts: 'failed', missions: 'failed', write: 'ok' });
    expect(thrown!.message).toBe('2 checks failed: scripts, missions.');
  });
});

describe.runIf(engine.capabilities.acl)('the doctor of a user with few rights [needs acl]', () => {
  const username = `t-doctor-${process.pid}`;
  const least = [
    '~hyperdrive:*',
    '+@read',
    '+@write',
    '+@scripting',
    '+@transaction',
    '+@connection',
    '+time',
    '+info',
  ];

  it.each([
    ['may only PING', ['+ping'], { script: 'failed', write: 'failed', clock: 'failed', eviction: 'note' }],
    ['may not touch these keys', ['~other:*', '+@all'], { script: 'ok', write: 'failed', clock: 'failed' }],
    ['may not delete', ['~*', '+@all', '-del'], { script: 'ok', write: 'failed', clock: 'ok' }],
    [
      'may do what the remedy says',
      least,
      { engine: 'ok', script: 'ok', write: 'ok', clock: 'ok', eviction: 'ok' },
    ],
  ])('who %s', async (_, rules, expected) => {
    await engine.call('ACL', 'SETUSER', username, 'reset', 'on', '>hush-hush', ...rules);
    const login = { ...url, username, password: 'hush-hush' };
    const { levels, findings } = await doctor({ openEngine: () => openEngine('url', login) });
    await engine.call('ACL', 'DELUSER', username);
    expect(levels).toMatchObject(expected);
    expect(JSON.stringify(findings)).not.toContain('hush-hush');
  });
});
