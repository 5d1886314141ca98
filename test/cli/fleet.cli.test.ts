import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';

const here = new Machine();
afterAll(() => here.dispose());

describe('a fleet in a file', () => {
  const file = join(here.folder, 'fleet.json');

  it('is begun by fleet init, which never overwrites, and flown by every command', async () => {
    expect((await here.run(['fleet', 'init', file])).stdout).toContain(`hyperdrive fleet --fleet ${file}`);
    const first = readFileSync(file, 'utf8');
    const again = await here.run(['fleet', 'init', file]);
    expect([again.code, again.stderr]).toEqual([
      2,
      `${file} cannot be written: it is there already; name another file.\n`,
    ]);
    expect(readFileSync(file, 'utf8')).toBe(first);
    const jump = await here.run(['jump', 'login', '--json'], { HYPERDRIVE_FLEET: file });
    expect(JSON.parse(jump.stdout)).toMatchObject({ ship: 'login', limit: 5, periodMs: 900_000 });
  });

  it.each([
    ['[', /^.*fleet\.json:1:2: expected a value, or \], but the text ends\..*\n$/],
    ['{"ships":[{"name":"a","algorithm":"gcra","limit":-5,"period":"1s"}]}', /ships\[0\]\.limit must be/],
    [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff]), /^.* it is no text in UTF-8\.\n$/],
    ['x'.repeat(2_000_000), /^.* it is larger than 1 MiB\.\n$/],
  ])('that is none is told in a line (exit 2): %#', async (content, message) => {
    const wrong = join(here.folder, 'wrong-fleet.json');
    writeFileSync(wrong, content);
    const { code, stdout, stderr } = await here.run(['fleet', '--fleet', wrong]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
