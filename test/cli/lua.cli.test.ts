import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { plain, Terminal } from '../support/terminal.ts';
import { packageFolder } from '../support/world.ts';

const here = new Machine();
afterAll(() => here.dispose());
const gcra = readFileSync(join(packageFolder, 'lua/gcra.lua'), 'utf8');

describe('lua', () => {
  it('hands over the bytes of a script, and the SHA of these', async () => {
    expect(await here.run(['lua', 'gcra', '--raw'])).toEqual({ code: 0, stdout: gcra, stderr: '' });
    const sha = createHash('sha1').update(gcra).digest('hex');
    expect((await here.run(['lua', 'gcra', '--sha'])).stdout).toBe(`${sha}\n`);
  });

  it('starts no engine', async () => {
    for (const args of [[], ['--flawed'], ['gcra'], ['gcra', '--snippet', 'go']]) {
      expect((await here.run(['lua', ...args])).code).toBe(0);
    }
    expect((await here.json(['engine']))[0]).toMatchObject({ host: null });
  });

  it('is plain in a pipe, and coloured in a terminal, with the script as it is', async () => {
    const { stdout } = await here.run(['lua', 'gcra']);
    expect(stdout).not.toContain('\u001b');
    const terminal = new Terminal(here, ['lua', 'gcra']);
    expect(await terminal.exited).toBe(0);
    expect(terminal.output).toContain('\u001b[');
    expect(plain(terminal.output).trimEnd()).toContain(gcra.trimEnd());
  });

  it('has lists that fit 40 columns, in plain characters where others cannot be shown', async () => {
    for (const args of [['lua'], ['lua', '--flawed']]) {
      const { stdout } = await here.run(args, { COLUMNS: '40', LANG: 'C' });
      expect(stdout.split('\n').filter((line) => line.length > 40)).toEqual([]);
      expect(stdout).toMatch(/^[\n -~]+$/);
    }
  });

  it.each([
    [['gcra', '--raw', '--sha'], /'--raw' cannot be used with option '--sha'/],
    [['gcra', '--snippet', 'cobol'], /Allowed choices are node, python, go/],
    [['no\u001b[31m'], /There is no algorithm "no\\u001b/],
  ])('refuses %j (exit 2)', async (args, message) => {
    const { code, stdout, stderr } = await here.run(['lua', ...args]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
