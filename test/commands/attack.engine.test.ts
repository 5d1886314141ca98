/** What the command makes of a verdict; what verdicts are right is tested beside the attack. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { frontMatter } from '../support/scripted-player.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-attack-${process.pid}`;

const broken = '-- hyperdrive: model=gcra\nreturn 1';
const sound = `-- hyperdrive: model=fixed-window-from-first argv=limit,period_ms allowed=reply==1
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count >= tonumber(ARGV[1]) then return 0 end
redis.call('INCR', KEYS[1])
if count == 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hd-attack-'));
  writeFileSync(join(folder, 'broken.lua'), broken);
  writeFileSync(join(folder, 'sound.lua'), sound);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  const engine = await openEngine('url', parseServerUrl(url));
  await releaseClock(engine, prefixOf(namespace));
  engine.close();
});

/** What a command line prints, and the exit code that it asks for. */
async function run(...argv: string[]) {
  let code = 0;
  const world = { ...makeWorld(url), exitWith: (wanted: number) => void (code = wanted) };
  await world.runCommand(argv, world);
  return { world, code };
}

describe('a verdict', () => {
  it('that a script is broken is a result, and exit code 1', async () => {
    const { world, code } = await run('attack', join(folder, 'broken.lua'), '--seed', '7', '--json');
    expect(documents(world)).toEqual([
      expect.objectContaining({
        promises: 'gcra',
        seed: 7,
        broken: true,
        law: 'shape',
        jumps: 1,
        options: [],
      }),
    ]);
    expect(code).toBe(1);
  });

  it('names the options that lead to it again', async () => {
    const script = join(folder, 'plain.lua');
    writeFileSync(script, 'return 1');
    const { world } = await run('attack', script, '--model', 'gcra', '--time', '1s', '--seed', '7');
    expect(world.printed()).toContain(`hyperdrive attack ${script} --model gcra --time 1s --seed 7`);
  });

  it('that a script holds is exit code 0', async () => {
    const { world, code } = await run('attack', join(folder, 'sound.lua'), '--time', '1ms', '--json');
    expect(documents(world)).toEqual([expect.objectContaining({ broken: false, law: null, seed: 1 })]);
    expect(code).toBe(0);
  });
});

it('is a result in a mission, too, and no failure', async () => {
  const mission = join(folder, 'README.md');
  writeFileSync(
    mission,
    `${frontMatter}\n\n## One\n\n\`\`\`hyperdrive\nhyperdrive attack broken.lua\n=> broken=true law=shape\n\`\`\`\n`,
  );
  const { world, code } = await run('mission', mission, '--namespace', namespace, '--json');
  expect(documents(world).at(-1)).toMatchObject({ passed: 1, failed: 0 });
  expect(code).toBe(0);
});
