import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { startGateways } from '../../src/gateway/instance/start.ts';
import { settingsOf } from './settings.ts';

const root = resolve(import.meta.dirname, '../..');

it('a gateway that cannot be reset says so, and goes on as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hd-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const part of ['dist', 'lua']) cpSync(join(root, part), join(folder, part), { recursive: true });
  const deaths: string[] = [];
  const decider = { ...settingsOf().decider, store: 'engine' } as const;
  const gateways = await startGateways(
    join(folder, 'dist/gateway.js'),
    [settingsOf({ server: `unix:${folder}/nobody`, decider })],
    { notice: () => {}, died: (_, how) => deaths.push(how) },
  );
  try {
    expect(await gateways.reset()).toBe(true);
    // It reads its scripts anew.
    rmSync(join(folder, 'lua'), { recursive: true });
    mkdirSync(join(folder, 'lua'));
    expect(await gateways.reset()).toBe(false);
    expect((await fetch(`${gateways.all[0]!.url}/x`)).status).toBe(200);
    expect(deaths).toEqual([]);
  } finally {
    await gateways.stop();
    rmSync(folder, { recursive: true });
  }
});
