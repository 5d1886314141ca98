import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';

const here = new Machine();
afterAll(() => here.dispose());
const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** Times, counts of ms and widths differ from run to run; everything else must not. */
const shape = (text: string) =>
  text
    .replaceAll(/^(valkey|redis) [\d.]+/gm, 'server')
    .replaceAll(/[\d.]+ (ms|s)\b/g, 'T')
    .replaceAll(/\d{8,}/g, 'N')
    .replaceAll(/\d+ bytes/g, 'B')
    .replaceAll(/-0\d{4}/g, '-N')
    .replaceAll(/[─ ]+/g, ' ')
    .trim();

it.skipIf(!server)('shows in the README what really happens [needs server]', async () => {
  const transcripts = [...readme.matchAll(/```text\n([^]*?)```/g)].map(([, text]) => text!);
  const scenes = transcripts.flatMap((text) => text.split(/^\$ hyperdrive /m).slice(1));
  expect(scenes).toHaveLength(3);
  for (const scene of scenes) {
    const [command, ...lines] = scene.split('\n');
    const { stdout } = await here.run(command!.split(' '));
    // Of an attack the README shows the beginning.
    expect(
      shape(stdout).slice(0, command!.startsWith('attack') ? shape(lines.join('\n')).length : undefined),
    ).toBe(shape(lines.join('\n')));
  }
});

it('names every command in the README, and no other', async () => {
  const { stdout } = await here.run(['--help']);
  const commands = [...stdout.split('Commands:')[1]!.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  const table = /## Commands\n([^]*?)\n## /.exec(readme)![1]!;
  const named = new Set([...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name));
  expect([...named].sort()).toEqual(commands.filter((name) => name !== 'help').sort());
});
