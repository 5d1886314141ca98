import { afterAll, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { ReplyError, type Engine } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { HyperdriveError } from '../../src/errors.ts';
import { makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
const namespace = `t-refused-${process.pid}`;

afterAll(() => engine.close());

/** A server that refuses whatever names a key of the namespace. */
function refusing(message: string): Engine {
  const refuse = () => Promise.reject(new ReplyError(message));
  const touches = (args: readonly unknown[]) => args.some((arg) => String(arg).includes(namespace));
  return {
    ...engine,
    call: (...args) => (touches(args) ? refuse() : engine.call(...args)),
    watched: refuse,
    close: () => {},
  };
}

const commands = ['jump falcon', 'burst falcon', 'compare gcra token-bucket', 'warp 1s', 'clock', 'inspect'];

it.each(commands)('`%s` says what the server refuses, where, and what may help', async (line) => {
  const world = {
    ...makeWorld(url),
    openEngine: async () => refusing('NOPERM No permissions to access a key'),
  };
  const run = world.runCommand([...line.split(' '), '--namespace', namespace], world);
  await expect(run).rejects.toThrow(HyperdriveError);
  await expect(run).rejects.toThrow(
    `The server refuses to work on hyperdrive:${namespace}:*: NOPERM No permissions to access a key. Choose the namespace that this user may work in, or another user.`,
  );
});

it('tells to try again where a slot of a cluster is being moved', async () => {
  const world = { ...makeWorld(url), openEngine: async () => refusing('TRYAGAIN Multiple keys request') };
  const run = world.runCommand(['jump', 'falcon', '--namespace', namespace], world);
  await expect(run).rejects.toThrow(/: TRYAGAIN .*\. A slot is being moved .*: run the command again\.$/);
});

it('knows no remedy for what is not about rights', async () => {
  const world = { ...makeWorld(url), openEngine: async () => refusing('READONLY It is a replica') };
  const run = world.runCommand(['jump', 'falcon', '--namespace', namespace], world);
  await expect(run).rejects.toThrow(/: READONLY It is a replica\.$/);
});
