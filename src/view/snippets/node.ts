import {
  camelCase,
  capacityOf,
  delays,
  orderRemark,
  remarks,
  underscored,
  type Application,
} from './application.ts';

/** For Node, with iovalkey. */
export function nodeSnippet(application: Application): string {
  const { name, words, drive } = application;
  const capacity = capacityOf(application);
  const numbers = { limit: drive.limit, periodMs: drive.periodMs, ...(capacity !== null && { capacity }) };
  const constants = Object.entries(numbers).map(([key, value]) => `${key} = ${underscored(value)}`);
  const args = words.args.map((word) => (word.name === 'now_ms' ? "''" : camelCase(word.name)));
  const reply = words.reply.map((word) => camelCase(word.name));
  const named = reply.map((word) => (word === 'allowed' ? 'allowed: allowed === 1' : word));
  return `// Save as .mjs, beside the script: hyperdrive lua ${name} --raw > ${name}.lua
import { readFileSync } from 'node:fs';${delays(application) ? "\nimport { setTimeout as sleep } from 'node:timers/promises';" : ''}
import Valkey from 'iovalkey'; // npm install iovalkey

// ${remarks.numbers}
const ${constants.join(', ')};

// ${remarks.client}
// ${remarks.once}
const valkey = new Valkey(process.env.VALKEY_URL ?? 'valkey://127.0.0.1:6379', {
  commandTimeout: 2_000,
  maxRetriesPerRequest: 0,
});
valkey.on('error', (error) => console.error(error.message)); // The cause of what calls reject with.

// ${remarks.sha}
valkey.defineCommand('decide', {
  numberOfKeys: 1,
  lua: readFileSync(new URL('${name}.lua', import.meta.url), 'utf8'),
});

async function decide(caller, cost = 1) {
  // ${orderRemark(application)}
  const key = \`limit:${name}:\${caller}\`;
  const reply = await valkey.decide(key, ${args.join(', ')});
  const [${reply.join(', ')}] = reply;
  return { ${named.join(', ')} };
}

try {
  const decision = await decide(process.argv[2] ?? 'enterprise');
  console.log(decision);${delays(application) ? `\n  if (decision.allowed) await sleep(decision.delayMs); // ${remarks.queue}` : ''}
} catch (error) {
  // ${remarks.bug}
  // ${remarks.open}
  console.error(error.message);
  process.exitCode = 1;
}
valkey.disconnect();
`;
}
