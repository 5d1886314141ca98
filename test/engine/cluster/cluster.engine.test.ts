import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { correct } from '../../../src/algorithms/index.ts';
import { clearLimiters, holdClock, readClock, runOnClock, warp } from '../../../src/engine/clock.ts';
import { nodesSeenBy, connectNode } from '../../../src/engine/cluster/form.ts';
import { slotOf } from '../../../src/engine/slot.ts';
import { openEngine } from '../../../src/engine/engine.ts';
import { listKeys } from '../../../src/engine/key-listing.ts';
import { readKey } from '../../../src/engine/keyspace.ts';
import { prefixOf } from '../../../src/engine/namespace.ts';
import type { Engine } from '../../../src/engine/port.ts';
import { parseServerUrl } from '../../../src/engine/url.ts';
import type { Target } from '../../../src/limiter/jump.ts';
import { makeScript, makeScripts, runScript } from '../../../src/limiter/script.ts';
import { burst } from '../../../src/traffic/burst.ts';
import { caseOf } from '../../lua/check.ts';
import { suiteOf } from '../../lua/suite.ts';
import { readLua, timeStandsStill } from '../../lua/trace.ts';
import { clusterServer, startTestCluster, type TestCluster } from '../../support/cluster.ts';

const prefix = prefixOf('t-cluster');
/** One on each of the three primaries. */
const keys = ['enterprise', 'nostromo', 'tardis'].map((ship) => prefix + ship);

describe.skipIf(!clusterServer)('a cluster [needs server]', () => {
  let cluster: TestCluster;
  let engine: Engine;
  beforeAll(async () => {
    cluster = await startTestCluster();
    engine = await openEngine('url', parseServerUrl(cluster.url));
  });
  afterEach(() => clearLimiters(engine, prefix));
  afterAll(async () => {
    engine?.close();
    await cluster?.stop();
  });

  const nodeOf = (key: string) => engine.cluster!.placeOf(key).node;

  it('has three primaries with a replica each, and shows no password', async () => {
    const connection = await connectNode(cluster.nodes[0]!, cluster.password);
    const nodes = await nodesSeenBy(connection);
    connection.close();
    const primaries = nodes.filter(({ role }) => role === 'primary');
    expect(primaries).toHaveLength(3);
    const followed = nodes.flatMap(({ primaryId }) => (primaryId ? [primaryId] : []));
    expect(followed.sort()).toEqual(primaries.map(({ id }) => id).sort());
    expect(engine.address).not.toContain(cluster.password);
    expect(engine.capabilities).toMatchObject({ cluster: true, heldClock: false });
  });

  it('is recognised where one of its nodes is named, by address or by socket', async () => {
    const [{ port, socket }] = cluster.nodes as [(typeof cluster.nodes)[number]];
    for (const url of [
      `valkey://:${cluster.password}@127.0.0.1:${port}`,
      `unix://:${cluster.password}@${socket}`,
    ]) {
      const other = await openEngine('url', parseServerUrl(url));
      await Promise.all(keys.map((key) => other.call('SET', key, url)));
      expect(await Promise.all(keys.map((key) => engine.call('GET', key)))).toEqual([url, url, url]);
      other.close();
    }
  });

  it('refuses who has not its password', async () => {
    const wrong = cluster.url.replace(cluster.password, 'wrong');
    await expect(openEngine('url', parseServerUrl(wrong))).rejects.toThrow(/refused the login/);
    // Also where that is not what the last of its nodes says.
    const some = wrong.replace(/@.*/, `@127.0.0.1:${cluster.nodes[0]!.port},127.0.0.1:1`);
    await expect(openEngine('url', parseServerUrl(some))).rejects.toThrow(/refused the login/);
  });

  it('says so where none of the named nodes can be reached', async () => {
    const away = parseServerUrl('valkey://127.0.0.1:1,127.0.0.1:2');
    await expect(openEngine('url', away)).rejects.toThrow(
      'Cannot use the server at valkey://127.0.0.1:1,127.0.0.1:2: none of its nodes can be reached. Check hosts and ports.',
    );
  });

  it('keeps each key on the node of its slot, lists them all, and says where they are', async () => {
    expect(new Set(keys.map(nodeOf)).size).toBe(3);
    for (const key of keys) await engine.call('SET', key, key);
    const { keys: listed } = await listKeys(engine, { prefix });
    expect(listed.map(({ name, place }) => [String(name.head), place])).toEqual(
      [...keys].sort().map((key) => [key, { slot: slotOf(key), node: nodeOf(key) }]),
    );
    const state = await readKey(engine, prefix, keys[0]!);
    expect(state).toMatchObject({
      type: 'string',
      place: { slot: slotOf(keys[0]!), node: nodeOf(keys[0]!) },
    });
    expect(await clearLimiters(engine, prefix)).toBe(3);
    expect((await listKeys(engine, { prefix })).keys).toEqual([]);
  });

  it('answers what a single server answers, in its form', async () => {
    const [key] = keys as [string];
    await engine.call('HSET', key, 'allowed', '5', 'denied', '3');
    const whole = ['allowed', '5', 'denied', '3'];
    expect(await engine.call('HGETALL', key)).toEqual(whole);
    expect((await engine.callRaw('HGETALL', key)) as Buffer[]).toEqual(
      whole.map((text) => Buffer.from(text)),
    );
    expect(await engine.watched([], async () => [['HGETALL', key]])).toEqual([whole]);
    expect(await engine.watched([key], async () => [['HGETALL', key]])).toEqual([whole]);
  });

  it('gives up the connection to one node, and opens another with the next command', async () => {
    const other = await openEngine('url', parseServerUrl(cluster.url));
    const [key] = keys as [string];
    const address = nodeOf(key)!;
    const ownId = () =>
      other
        .cluster!.primaries()
        .find((primary) => primary.address === address)!
        .call('CLIENT', 'ID');
    const before = await ownId();
    other.cluster!.drop(address);
    await other.call('SET', key, 'again');
    expect(await other.call('GET', key)).toBe('again');
    expect(await ownId()).not.toBe(before);
    other.close();
  });

  it('loads and forgets scripts on every primary', async () => {
    const { sha, text } = makeScript('here.lua', `return 'cluster ${process.pid}'`);
    const run = () => Promise.all(keys.map((key) => engine.call('EVALSHA', sha, 1, key)));
    await engine.call('SCRIPT', 'LOAD', text);
    expect(await run()).toEqual(keys.map(() => `cluster ${process.pid}`));
    await engine.call('SCRIPT', 'FLUSH');
    await expect(run()).rejects.toThrow(/NOSCRIPT/);
    // And who decides meanwhile does not notice.
    const script = makeScript('here.lua', text);
    const decided = await Promise.all(
      keys.map((key) => runScript(engine, script, [key], () => [], { prefix, whole: false })),
    );
    expect(decided.map(({ reply }) => reply)).toEqual(keys.map(() => `cluster ${process.pid}`));
  });

  it('has a live clock, and says what to use for a held one', async () => {
    expect((await readClock(engine, prefix)).mode).toBe('live');
    for (const hold of [holdClock(engine, prefix), warp(engine, prefix, 1_000)])
      await expect(hold).rejects.toThrow(/A cluster has no clock to hold.*--engine valkey/);
    const heldMs: (number | null)[] = [];
    await runOnClock(engine, prefix, keys.slice(0, 1), (at) => (heldMs.push(at), ['PING']));
    expect(heldMs).toEqual([null]);
  });

  it('tells in its own words that keys of two slots are too many', async () => {
    await expect(engine.call('MGET', ...keys)).rejects.toThrow(/^CROSSSLOT/);
    const run = runOnClock(engine, prefix, keys, () => ['EVAL', 'return 1', keys.length, ...keys]);
    await expect(run).rejects.toThrow(/^CROSSSLOT/);
  });

  it('watches a key: what changed meanwhile is planned again', async () => {
    const [key] = keys as [string];
    const other = await engine.connect();
    let plans = 0;
    const [reply] = await engine.watched([key], async () => {
      const seen = Number(await engine.call('GET', key));
      if (plans++ === 0) await other.call('SET', key, '41');
      return [
        ['SET', key, seen + 1],
        ['GET', key],
      ];
    });
    other.close();
    expect([reply, plans, await engine.call('GET', key)]).toEqual(['OK', 2, '42']);
  });

  it('shows to MONITOR what any of its primaries does', async () => {
    const lines: string[] = [];
    const stop = await engine.monitor((line) => lines.push(line));
    await Promise.all(keys.map((key) => engine.call('SET', key, 'seen')));
    await expect.poll(() => keys.filter((key) => lines.some((line) => line.includes(key)))).toEqual(keys);
    stop();
  });

  describe.each(correct)('$name', ({ name, bucket }) => {
    it('keeps its laws', async () => {
      const key = `${prefix}{laws}:${name}`;
      const at = { connection: engine, key, frozenTime: await timeStandsStill(engine, key) };
      const subject = caseOf(name, at);
      for (const law of suiteOf(subject)) {
        const found = await law.counterexample(subject, { runs: 10, mostUnits: 1_000, shrink: false });
        expect([law.name, found]).toEqual([law.name, null]);
      }
    });

    it('admits to many clients exactly what one may have', async () => {
      const algorithm = correct.find((one) => one.name === name)!;
      const target: Target = {
        ship: 'enterprise',
        drive: { algorithm: name, limit: 50, periodMs: 1e12, ...(bucket && { capacity: 35 }) },
        algorithm,
        key: `${prefix}enterprise`,
        scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
      };
      const jumps = await burst(engine, target, { prefix, cost: 1, count: 200, clients: 8, arrivedMs: 0 });
      expect(jumps.filter(({ allowed }) => allowed)).toHaveLength(bucket ? 35 : 50);
    });
  });
});
