import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exampleGateway } from '../../src/gateway/example.ts';
import { parseGateway } from '../../src/gateway-file.ts';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';

const here = new Machine();
afterAll(() => here.dispose());
const curlProgram = findProgram(['curl'], process.env['PATH']);
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

/** What differs from one such answer to the next, and nothing else. */
const answerShape = (text: string) =>
  text
    .replaceAll('\r', '')
    .replaceAll(/^Date: .*$/gm, 'Date: D')
    .replaceAll(/(?<="caller":")[0-9a-f]{32}/g, 'C')
    .replaceAll(/(?<=t=|retry-after: |AfterMs":|length: |again in )\d+/g, 'N')
    .trim();

it.skipIf(!curlProgram)(
  'shows in the README what a gateway really answers to curl [needs curl]',
  async () => {
    const [, command, answer] = /```console\n\$ (curl .*)\n([^]*?)```/.exec(readme)!;
    const [, serve] = /```sh\nhyperdrive (serve .*)\n```/.exec(readme)!;
    const serving = await Serving.start(here, serve!.split(' ').slice(3), { instances: 3 });
    expect(serve).toContain('--instances 3 ');
    const { url } = serving.gateways[0]!;
    const curl = command!.replace('http://127.0.0.1:8080', url).split(' ').slice(1);
    let answered = '';
    // On a slow machine a unit comes back meanwhile.
    for (let tries = 0; tries < 50 && !answered.startsWith('HTTP/1.1 429'); tries++)
      answered = execFileSync('curl', ['-s', ...curl], { encoding: 'utf8' });
    await serving.stop();
    expect(answerShape(answered)).toBe(answerShape(answer!));
  },
);

it('has limits in the README that a gateway takes', () => {
  const [, limits] = /```json\n([^]*?)```/.exec(readme)!;
  expect(parseGateway(limits!, 'limits.json')).toEqual(parseGateway(exampleGateway, 'limits.json'));
});

it('names every command in the README, and no other', async () => {
  const { stdout } = await here.run(['--help']);
  const commands = [...stdout.split('Commands:')[1]!.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  const table = /## Commands\n([^]*?)\n## /.exec(readme)![1]!;
  const named = new Set([...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name));
  expect([...named].sort()).toEqual(commands.filter((name) => name !== 'help').sort());
});
