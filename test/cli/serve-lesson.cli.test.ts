import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { gone } from '../support/serving.ts';

const here = new Machine();
afterAll(() => here.dispose());

const lesson = `---
id: gateways
number: 90
title: Gateways
minutes: 1
algorithms: [token-bucket]
objectives: [See gateways]
---

Gateways run behind a lesson.

## Shared

\`\`\`hyperdrive
hyperdrive serve --instances 2 --config limits.json
=> instances=2 urls.length=2 onError=local
\`\`\`

## Alone

\`\`\`hyperdrive
hyperdrive serve --store memory
=> instances=1 store=memory
\`\`\`
`;

it('a lesson serves on free ports, goes on, and leaves no gateway behind', async () => {
  const folder = join(here.folder, '90-gateways');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), lesson);
  const policies = { one: { algorithm: 'gcra', limit: 1, period: '1h' } };
  const routes = [{ path: '/*', policies: ['one'] }];
  writeFileSync(join(folder, 'limits.json'), JSON.stringify({ policies, routes }));
  // What the learner has in his environment is not for lessons.
  const env = { HYPERDRIVE_SERVE_INSTANCES: '9', HYPERDRIVE_SERVE_PORT: '1' };
  const { code, stdout, stderr } = await here.run(['mission', join(folder, 'README.md')], env);
  expect([code, stderr]).toEqual([0, '']);
  const pids = [...stdout.matchAll(/http:\/\/127\.0\.0\.1:\d+ │ +(\d+) │/g)].map(([, pid]) => Number(pid));
  expect(pids).toHaveLength(3);
  await Promise.all(pids.map(gone));
});

it('a lesson opens no port to others, and reads limits of its own folder alone', async () => {
  const folder = join(here.folder, '91-wrong');
  mkdirSync(folder);
  for (const [options, message] of [
    ['--host 0.0.0.0', /leave --host and --port out/],
    ['--port=80', /leave --host and --port out/],
    ['--config /etc/limits.json', /reads files of its own folder alone/],
  ] as const) {
    writeFileSync(join(folder, 'README.md'), lesson.replace('--store memory', options));
    const { code, stdout, stderr } = await here.run(['mission', join(folder, 'README.md')]);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(message);
  }
});
