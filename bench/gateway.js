/**
 * What limiting costs an HTTP gateway: latency of one request at a time, and requests per second of many at once, as ratios to
 * the same app without a limiter within this run, beside two widespread libraries. On a private server from PATH.
 * `npm run bench`
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';

const rounds = Number(process.argv[2] ?? 15);
const alone = { connections: 1, amount: 400, sampleInt: 100 };
const crowd = { connections: 20, amount: 2_000, sampleInt: 100 };
const path = (name) => new URL(name, import.meta.url).pathname;
const bin = path('../bin/hyperdrive.js');

const serverUrl = execFileSync(process.execPath, [bin, 'engine', 'url', '--engine', 'valkey'], {
  encoding: 'utf8',
}).trim();
const socket = decodeURIComponent(serverUrl.replace(/^unix:\/\//, ''));
const peer = (name) => [path('peer-gateway.js'), name, socket];
const ours = (algorithm) =>
  `${bin} serve --port 0 --json --url ${serverUrl} --namespace bench --algorithm ${algorithm} --limit 1000000000 --period 60s`.split(
    ' ',
  );

/** Each in a process of its own; the first is what the others are compared with. */
const contestants = {
  'no limiter': peer('none'),
  'hyperdrive serve, fixed-window': ours('fixed-window'),
  'hyperdrive serve, gcra': ours('gcra'),
  '@fastify/rate-limit': peer('fastify-rate-limit'),
  'rate-limiter-flexible': peer('rate-limiter-flexible'),
};

async function start(name, args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ]);
  const { url } = JSON.parse(line);
  return { name, child, url: `${url}/api/resource`, p50: [], p99: [], perSecond: [] };
}

/** One that decides without its server would win. */
async function decides({ name, url }) {
  const by = (await fetch(url, { headers: { 'x-api-key': 'bench' } })).headers.get('hyperdrive-decided-by');
  if (by !== null && by !== 'engine') throw new Error(`${name} is decided by ${by}`);
}

/** What each answer took, in ms, and how many came in a second. */
async function load({ name, url }, traffic) {
  const took = [];
  let [firstMs, lastMs] = [0, 0];
  const run = autocannon({ url, ...traffic, headers: { 'x-api-key': 'bench' } });
  run.on('response', (_client, _status, _bytes, ms) => {
    took.push(ms);
    lastMs = performance.now();
    firstMs ||= lastMs;
  });
  const { non2xx, errors } = await run;
  if (non2xx || errors)
    throw new Error(`${name} answered ${non2xx} requests badly, and ${errors} not at all`);
  return { took: took.toSorted((a, b) => a - b), perSecond: (took.length * 1_000) / (lastMs - firstMs) };
}

const at = (sorted, share) => sorted[Math.ceil(share * sorted.length) - 1];
const median = (values) =>
  at(
    values.toSorted((a, b) => a - b),
    0.5,
  );

const running = [];
try {
  for (const [name, args] of Object.entries(contestants)) running.push(await start(name, args));
  for (const one of running) await decides(one);
  // Until what runs is compiled code.
  for (const one of running) await load(one, { ...crowd, amount: 20_000 });
  // In turns, so that a busy moment of the machine hits all alike.
  for (let round = 0; round < rounds; round++) {
    for (const one of running) {
      const { took } = await load(one, alone);
      one.p50.push(at(took, 0.5));
      one.p99.push(at(took, 0.99));
      one.perSecond.push((await load(one, crowd)).perSecond);
    }
  }
  const [base, ...others] = running;
  const ratio = (one, what) => (median(one[what]) / median(base[what])).toFixed(2);
  for (const one of others) {
    console.log(
      `${one.name.padEnd(31)} p50 ${ratio(one, 'p50')} × no limiter, p99 ${ratio(one, 'p99')} ×, throughput ${ratio(one, 'perSecond')} ×`,
    );
  }
} finally {
  for (const { child } of running) child.kill();
  await Promise.all(running.map(({ child }) => child.exitCode ?? once(child, 'exit')));
}
