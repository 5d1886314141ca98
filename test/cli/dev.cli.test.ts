import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';

const here = new Machine();
afterAll(() => here.dispose());

it('begins a mission, checks it, and fails where something in it does not hold', async () => {
  const folder = join(here.folder, '08-mine');
  const begun = await here.run(['dev', 'new', 'mission', folder]);
  expect(begun).toMatchObject({ code: 0, stderr: '' });
  expect(begun.stdout).toContain('hyperdrive dev check');

  const checked = await here.run(['dev', 'check', folder]);
  expect(checked).toMatchObject({ code: 0, stdout: '1 mission: it holds.\n' });
  expect(checked.stderr).toBe(`playing ${folder}/README.md\n`);

  const file = join(folder, 'README.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('=> 5', '=> 6'));
  const broken = await here.run(['dev', 'check', folder]);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(
    /^.*README\.md:\d+: `ZCARD hyperdrive:enterprise` does not answer `6`, but 5\. [^\n]+\n$/,
  );
  expect(broken.stderr).toMatch(/\n1 mission: 1 problem\.\n$/);
  expect(await here.json(['inspect', '--pattern', 'hyperdrive:*'])).toMatchObject([{ keys: [] }]);
});

it.each([
  [['dev'], /Usage: hyperdrive dev/],
  [['dev', 'chek'], /unknown command 'chek'/],
  [['dev', 'new', 'lesson', 'x'], /Allowed choices are mission, challenge/],
  [['dev', 'new', 'mission'], /missing required argument 'folder'\n\(hyperdrive dev new --help shows how\)/],
  [['dev', 'check', '/nowhere'], /\/nowhere cannot be checked: it is not there/],
])('refuses %j (exit 2)', async (args, message) => {
  const { code, stdout, stderr } = await here.run(args);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
