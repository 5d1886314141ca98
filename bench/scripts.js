/**
 * What the scripts cost the server, as ratios to `return 1` within this run: the server's own time per EVALSHA, admitted and
 * denied, and the bytes of a key. On a private server from PATH. `npm run bench`
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Redis } from 'iovalkey';

const rounds = Number(process.argv[2] ?? 15);
const calls = 2_000;
const root = new URL('..', import.meta.url);
const hyperdrive = (...argv) =>
  execFileSync(process.execPath, [new URL('bin/hyperdrive.js', root).pathname, ...argv], {
    encoding: 'utf8',
  });

const url = hyperdrive('engine', 'url', '--engine', 'valkey').trim();
const valkey = new Redis({ path: decodeURIComponent(url.replace(/^unix:\/\//, '')) });

const limit = { admitted: calls, denied: 1 };
const names = readdirSync(new URL('lua/', root))
  .filter((file) => file.endsWith('.lua'))
  .map((file) => file.replace('.lua', ''));
const texts = { 'return 1': 'return 1' };
for (const name of names) texts[name] = readFileSync(new URL(`lua/${name}.lua`, root), 'utf8');

/** The server's own time in µs for a call of this script: at a limit that admits all, or one that denies all but the first. */
async function once(name, outcome) {
  const sha = await valkey.script('LOAD', texts[name]);
  const key = `hyperdrive:{bench}:${name}`;
  const args = [sha, 1, key, limit[outcome], 3_600_000, 1, ''];
  await valkey.del(key);
  await valkey.evalsha(...args);
  await valkey.config('RESETSTAT');
  const batch = valkey.pipeline();
  for (let call = 1; call < calls; call++) batch.evalsha(...args);
  await batch.exec();
  const [, micros] = /cmdstat_evalsha:.*?usec_per_call=([\d.]+)/.exec(await valkey.info('commandstats'));
  return Number(micros);
}

async function bytes(name) {
  const key = `hyperdrive:{bench}:${name}`;
  await valkey.del(key);
  for (let call = 0; call < 10; call++) await valkey.eval(texts[name], 1, key, 10, 60_000, 1, '');
  return (await valkey.exists(key)) ? valkey.memory('USAGE', key) : null;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const times = Object.keys(texts).flatMap((name) =>
    Object.keys(limit).map((outcome) => ({ name, outcome, values: [] })),
  );
  // In turns, so that a busy moment of the machine hits all alike.
  for (let round = 0; round < rounds; round++) {
    for (const { name, outcome, values } of times) values.push(await once(name, outcome));
  }
  const of = (wanted, outcome) =>
    median(times.find((one) => one.name === wanted && one.outcome === outcome).values);
  const base = of('return 1', 'denied');
  for (const name of names) {
    const [admitted, denied] = ['admitted', 'denied'].map((outcome) => (of(name, outcome) / base).toFixed(1));
    console.log(
      `${name.padEnd(24)} admitted ${admitted} × return 1, denied ${denied} ×, ${await bytes(name)} bytes at 10 per 60 s`,
    );
  }
} finally {
  await valkey.del(...names.concat('return 1').map((name) => `hyperdrive:{bench}:${name}`));
  valkey.disconnect();
}
