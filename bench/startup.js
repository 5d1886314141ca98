/** How long commands take to start, as ratios to `node -e 0` within this run. `npm run bench` */
import { spawnSync } from 'node:child_process';

const rounds = Number(process.argv[2] ?? 15);
const bin = new URL('../bin/hyperdrive.js', import.meta.url).pathname;
const subjects = {
  'node -e 0': ['-e', '0'],
  '--help': [bin, '--help'],
  'jump enterprise': [bin, 'jump', 'enterprise'],
  'burst enterprise --count 20': [bin, 'burst', 'enterprise', '--count', '20'],
  inspect: [bin, 'inspect'],
};

function once(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (const args of Object.values(subjects)) once(args);
// In turns, so that a busy moment of the machine hits all alike.
for (let round = 0; round < rounds; round++) {
  for (const [name, args] of Object.entries(subjects)) times[name].push(once(args));
}
const base = median(times['node -e 0']);
for (const [name, values] of Object.entries(times)) {
  console.log(`${name.padEnd(30)} ${(median(values) / base).toFixed(2)} × node`);
}
