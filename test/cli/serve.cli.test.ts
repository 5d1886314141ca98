import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { exampleGateway } from '../../src/gateway/example.ts';
import { bin, Machine } from '../support/cli.ts';
import { gone, Serving } from '../support/serving.ts';

const here = new Machine();
const running: Serving[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((one) => one.stop('SIGTERM')))));
afterAll(() => here.dispose());

async function serve(
  ...parameters: Parameters<typeof Serving.start> extends [unknown, ...infer R] ? R : never
) {
  const serving = await Serving.start(here, ...parameters);
  running.push(serving);
  return serving;
}

/** A limit that nothing refills while a test runs; the deadline is none that a busy machine meets. */
const five = ['--algorithm', 'fixed-window', '--limit', '5', '--period', '10d', '--deadline', '20s'];
const statusOf = async (url: string, key = 'k') =>
  (await fetch(url, { headers: { 'x-api-key': key } })).status;

describe('three gateways', () => {
  it('share one limit', async () => {
    const { gateways } = await serve([...five, '--namespace', 'share'], { instances: 3 });
    const statuses = await Promise.all(
      Array.from({ length: 30 }, (_, i) => statusOf(`${gateways[i % 3]!.url}/api/${i}`)),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25);
    expect(new Set(gateways.map(({ pid }) => pid)).size).toBe(3);
  });

  it('count each for itself in memory: three times the limit gets through', async () => {
    const { gateways } = await serve([...five, '--store', 'memory'], { instances: 3 });
    const statuses = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        statusOf(`${gateways[i % 3]!.url}/`, 'm').then(() => statusOf(`${gateways[i % 3]!.url}/x`, 'm')),
      ),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(15);
  });

  it('go on when one is killed, and say so in a line', async () => {
    const serving = await serve([...five, '--namespace', 'killed'], { instances: 3 });
    const [first, second, third] = serving.gateways;
    expect(await statusOf(`${first!.url}/x`)).toBe(200);
    process.kill(first!.pid, 'SIGKILL');
    await serving.until(() => serving.stderr.includes('\n'));
    expect(serving.stderr).toBe(`Gateway 1 (${first!.url}, pid ${first!.pid}) ended: killed by SIGKILL.\n`);
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push(await statusOf(`${[second, third][i % 2]!.url}/x`));
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await serving.stop()).toBe(0);
    expect(serving.summary).toMatchObject({ instances: 3, stopped: 2, allowed: 4, denied: 2 });
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('comes with %s when what runs is done', async (signal) => {
    // A queue of one every two seconds: the second request is under way when the signal comes.
    const queue = [
      '--algorithm',
      'leaky-bucket-queue',
      '--limit',
      '2',
      '--period',
      '1s',
      '--deadline',
      '20s',
    ];
    const serving = await serve([...queue, '--namespace', `drain-${signal}`], { instances: 2 });
    const [{ url, pid }, other] = serving.gateways as [Serving['gateways'][0], Serving['gateways'][0]];
    const first = await fetch(`${url}/1`);
    await first.text();
    const held = fetch(`${url}/2`);
    // The gateway counts the request when it is decided: then it waits for its turn.
    const decided = async () =>
      (await (await fetch(`${url}/metrics`)).text()).includes('outcome="allowed",by="engine"} 2');
    while (!(await decided()));
    serving.signal(signal);
    expect(await serving.exited).toBe(0);
    const { status, headers } = await held;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    expect(serving.summary).toMatchObject({ signal, stopped: 2, allowed: 2, cut: 0 });
    expect(serving.stderr).toBe('');
    await Promise.all([gone(pid), gone(other.pid)]);
  });

  it('does not wait for ever', async () => {
    const queue = [
      '--algorithm',
      'leaky-bucket-queue',
      '--limit',
      '2',
      '--period',
      '10m',
      '--deadline',
      '20s',
    ];
    const serving = await serve([...queue, '--drain', '1ms', '--namespace', 'cut']);
    const { url } = serving.gateways[0]!;
    await statusOf(`${url}/1`);
    const held = statusOf(`${url}/2`).catch(() => 'cut');
    const decided = async () =>
      (await (await fetch(`${url}/metrics`)).text()).includes('outcome="allowed",by="engine"} 2');
    while (!(await decided()));
    expect(await serving.stop()).toBe(0);
    expect(await held).toBe('cut');
    expect(serving.summary).toMatchObject({ allowed: 2 });
    expect(serving.stderr).toBe(
      'default holds what it admits for up to 5 min, and --drain is 1 ms: who still waits when the gateways have drained is cut off. Raise --drain, or lower the capacity.\n',
    );
  });

  it('comes to all when the process that started them is killed', async () => {
    const serving = await serve([...five, '--namespace', 'orphans'], { instances: 2 });
    expect(await serving.stop('SIGKILL')).toBe('SIGKILL');
    await Promise.all(serving.gateways.map(({ pid }) => gone(pid)));
  });

  it('is told where none is left', async () => {
    const serving = await serve([...five, '--namespace', 'none']);
    process.kill(serving.gateways[0]!.pid, 'SIGKILL');
    expect(await serving.exited).toBe(1);
    expect(serving.stderr).toMatch(/ended: killed by SIGKILL\.\nNo gateway is left\./);
  });
});

describe('what it is told', () => {
  it('may come from the environment, and the command line wins', async () => {
    const env = {
      HYPERDRIVE_SERVE_LIMIT: '7',
      HYPERDRIVE_SERVE_PERIOD: '30s',
      HYPERDRIVE_SERVE_CACHE_DENIALS: 'no',
      HYPERDRIVE_SERVE_KEY_HEADER: 'X-Team',
    };
    const serving = await serve(['--limit', '3', '--namespace', 'env'], { env });
    const response = await fetch(`${serving.gateways[0]!.url}/x`, { headers: { 'x-team': 'a' } });
    expect(response.headers.get('ratelimit-policy')).toBe('"default";q=3;w=30');
    expect(await serving.stop()).toBe(0);
    expect(serving.summary).toMatchObject({ cacheDenials: false });
  });

  it('may come from a file: limits by route, several at once', async () => {
    const file = join(here.folder, 'limits.json');
    const gcra = { algorithm: 'gcra', period: '10d' };
    writeFileSync(
      file,
      JSON.stringify({
        policies: { few: { ...gcra, limit: 2 }, many: { ...gcra, limit: 100, by: 'everyone' } },
        routes: [
          { path: '/api/*', method: 'GET', policies: ['few', 'many'] },
          { path: '/dear', cost: 100, policies: ['many'] },
        ],
      }),
    );
    const { gateways } = await serve(['--config', file, '--namespace', 'file', '--deadline', '20s']);
    const { url } = gateways[0]!;
    const response = await fetch(`${url}/api/x`);
    expect(response.headers.get('ratelimit-policy')).toBe('"few";q=2;w=864000, "many";q=100;w=864000');
    expect(await statusOf(`${url}/free`)).toBe(200);
    const dear = await fetch(`${url}/dear`);
    expect(dear.status).toBe(429);
    expect(await dear.json()).toMatchObject({ cost: 100, 'violated-policies': ['many'] });
  });

  it.each([
    [['--limit', '5', '--config', 'x.json'], /--config and --limit contradict each other/],
    [['--algorithm', 'gcraa'], /There is no algorithm "gcraa" for a gateway\. Did you mean gcra\?/],
    [['--algorithm', 'flawed/client-clock'], /There is no algorithm "flawed\/client-clock" for a gateway/],
    [['--algorithm', 'fixed-window', '--capacity', '5'], /The limit has a capacity, which is for buckets/],
    [
      ['--limit', '10', '--cost', '20'],
      /it never holds more than 10, so a cost of 20 would be denied for ever/,
    ],
    [['--trust-proxy', 'true'], /--trust-proxy is a number of proxies/],
    [['--host', ''], /Expected an address/],
    [['--key-header', 'x api'], /Expected the name of a header/],
    [['--key-header', '__proto__'], /Expected the name of a header/],
    [['--port', '65535', '--instances', '2'], /--port 65535 leaves too few ports for 2 gateways/],
    [['--local-share', '0'], /Expected a number above 0/],
    [['--config', '/nowhere/limits.json'], /limits\.json/],
  ])('is refused where it is wrong: %j', async (args, message) => {
    const { code, stderr, stdout } = await here.run(['serve', ...args]);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('names a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await here.run(['serve', '--port', String(port), '--store', 'memory']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(`^Port ${port} of 127\\.0\\.0\\.1 is taken`)]);
    taken.close();
  });

  it('may come from a pipe, which can be read once', () => {
    const { stderr } = spawnSync(
      'sh',
      [
        '-c',
        'printf %s "$LIMITS" | "$0" "$1" serve --config /dev/stdin --host 192.0.2.1 --store memory',
        process.execPath,
        bin,
      ],
      { env: { ...here.env, LIMITS: exampleGateway } as NodeJS.ProcessEnv, encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^192\.0\.2\.1 is no address of this machine/);
  });
});

it('starts while its server is away, says so, and passes on what the way out decides', async () => {
  const serving = await serve(['--url', 'valkey://:pass@127.0.0.1:1', '--on-error', 'closed']);
  const { url } = serving.gateways[0]!;
  expect(serving.stderr).toBe(
    'Gateway 1: Cannot use the server at valkey://127.0.0.1:1: nothing listens there. Trying again; until then every request is turned away.\n',
  );
  const response = await fetch(`${url}/x`);
  expect([response.status, response.headers.get('hyperdrive-decided-by')]).toEqual([503, 'closed']);
  expect((await fetch(`${url}/healthz`)).status).toBe(503);
});
