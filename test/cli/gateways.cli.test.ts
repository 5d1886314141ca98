import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayDouble } from '../doubles/gateway.ts';
import { bin, Machine } from '../support/cli.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

function machine(): Machine {
  const here = new Machine();
  undo.push(() => here.dispose());
  return here;
}

/** `hyperdrive serve` with three instances: their URLs. */
async function serve(here: Machine, ...options: string[]): Promise<string> {
  const args = ['serve', '--instances', '3', '--port', '0', '--json', ...options];
  const child: ChildProcess = spawn(process.execPath, [bin, ...args], {
    env: here.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  undo.push(async () => {
    child.kill();
    await (child.exitCode ?? once(child, 'exit'));
  });
  const urls: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    urls.push((JSON.parse(line) as { url: string }).url);
    if (urls.length === 3) break;
  }
  return urls.join(',');
}

interface Summary {
  allowed: number;
  denied: number;
  errors: number;
  mostInAPeriod: number;
  by: Record<string, number>;
}

async function burst(here: Machine, urls: string): Promise<Summary> {
  return (await here.json<Summary>(['burst', 'enterprise', '--http', urls, '--count', '30'])).at(-1)!;
}

const limit = ['--algorithm', 'sliding-window-log', '--limit', '5', '--period', '10m'];

describe('three gateways', () => {
  it('that each count in their memory let three times the limit through', async () => {
    const here = machine();
    const summary = await burst(here, await serve(here, ...limit, '--store', 'memory'));
    expect(summary).toMatchObject({ allowed: 15, denied: 15, errors: 0, mostInAPeriod: 15 });
  });

  it('that share an engine let the limit through', async () => {
    const here = machine();
    const summary = await burst(here, await serve(here, ...limit));
    expect(summary).toMatchObject({
      allowed: 5,
      denied: 25,
      errors: 0,
      mostInAPeriod: 5,
      by: { engine: 30 },
    });
  });
});

describe('hyperdrive burst --http', () => {
  it('starts no engine, and prints nothing but its result into a pipe', async () => {
    const here = machine();
    const gateway = await GatewayDouble.start();
    undo.push(() => gateway.close());
    const { code, stdout, stderr } = await here.run(['burst', 'enterprise', '--http', gateway.url]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^enterprise · 20 jumps at once to 1 gateway, 10 at a time[^]*5 allowed, 15 denied/,
    );
    expect(existsSync(here.runtime)).toBe(false);
  });

  it('fails in one line where nobody answers', async () => {
    const here = machine();
    const gateway = await GatewayDouble.start();
    await gateway.close();
    const { code, stdout, stderr } = await here.run(['burst', 'enterprise', '--http', gateway.url]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^The gateway does not answer\. http:\S+: nothing listens there\. .*\n$/);
  });
});

it('hyperdrive drill wire measures on the engine, and leaves no key behind', async () => {
  const here = machine();
  const [wire] = await here.json(['drill', 'wire', '--algorithm', 'gcra', '--rounds', '5']);
  expect(wire).toMatchObject({ drill: 'wire', algorithm: 'gcra', rounds: 5, clock: { mode: 'live' } });
  expect(wire!['bytesText']).toBeGreaterThan(5 * (wire!['bytesSha'] as number));
  expect(wire!['freshMicros']).toBeGreaterThan(0);
  const { stdout } = await here.run(['inspect']);
  expect(stdout).not.toContain('drill');
});
