import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';

const here = new Machine();
afterAll(() => here.dispose());

const limits = ['--algorithm', 'fixed-window', '--limit', '5', '--period', '10d', '--deadline', '20s'];

interface Report {
  allowed: number;
  denied: number;
  ships: { ship: string; allowed: number; denied: number }[];
}

it('serve --record counts every caller by hash and minute, and report --gateway shows them', async () => {
  const serving = await Serving.start(here, [...limits, '--record'], { instances: 2 });
  const callers = new Set<string>();
  for (let i = 0; i < 14; i++) {
    const key = i % 7 === 0 ? 'rare' : 'busy';
    const response = await fetch(`${serving.gateways[i % 2]!.url}/x`, { headers: { 'x-api-key': key } });
    callers.add(((await response.json()) as { caller: string }).caller);
  }
  expect(await (await fetch(`${serving.gateways[0]!.url}/metrics`)).text()).toContain(
    'hyperdrive_gateway_unrecorded_total 0',
  );
  // What has not been sent yet is, at the end.
  expect(await serving.stop()).toBe(0);
  expect(serving.summary).toMatchObject({ record: true, allowed: 7, denied: 7 });
  const [report] = await here.json<Report>(['report', '--gateway']);
  expect(report).toMatchObject({ allowed: 7, denied: 7 });
  expect(new Set(report!.ships.map(({ ship }) => ship))).toEqual(callers);
  expect(report!.ships).toMatchObject([
    { allowed: 5, denied: 7 },
    { allowed: 2, denied: 0 },
  ]);
  const { stdout } = await here.run(['report', report!.ships[0]!.ship, '--gateway']);
  expect(stdout).toContain('5 allowed, 7 denied (58 %)');
  // They are no ships.
  expect((await here.json<Report>(['report']))[0]).toMatchObject({ ships: [] });
});

it('nothing is counted where nobody asks for it, and nothing can be without an engine', async () => {
  const serving = await Serving.start(here, [...limits, '--namespace', 'off']);
  await fetch(`${serving.gateways[0]!.url}/x`);
  expect(await serving.stop()).toBe(0);
  const [report] = await here.json<Report>(['report', '--gateway', '--namespace', 'off']);
  expect(report).toMatchObject({ allowed: 0, denied: 0, ships: [] });
  const { code, stderr } = await here.run(['serve', '--record', '--store', 'memory']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--record counts in the engine')]);
});

const lesson = `---
id: recorded
number: 90
title: Recorded
minutes: 1
algorithms: [gcra]
objectives: [See counts]
---

Gateways count.

## Counted

\`\`\`hyperdrive
hyperdrive serve --instances 2 --algorithm gcra --limit 3 --period 1h --record
=> record=true
hyperdrive burst enterprise --count 8 --http
=> allowed=3 denied=5
hyperdrive report --gateway
=> allowed=3 denied=5 ships.length=1
\`\`\`

## Counted anew

\`\`\`hyperdrive
hyperdrive burst falcon --count 4 --http
=> allowed=3 denied=1
hyperdrive report --gateway
=> allowed=6 denied=6 ships.length=2
\`\`\`
`;

it('in a lesson a report tells all that was counted until then, and nothing from before', async () => {
  const folder = join(here.folder, '90-recorded');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), lesson);
  for (const from of ['counted', 'counted-anew', 'counted']) {
    const { code, stdout, stderr } = await here.run([
      'mission',
      join(folder, 'README.md'),
      '--from',
      from,
      '--namespace',
      'lesson',
    ]);
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining('Top talkers')]);
  }
});
