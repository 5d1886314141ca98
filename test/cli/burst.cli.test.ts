import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const here = new Machine();
afterAll(() => here.dispose());

describe('a burst at a pace', () => {
  const line = ['burst', 'falcon', '--rate', '2/s', '--over', '32s', '--warp'];

  it('prints nothing but its result into a pipe', async () => {
    const { code, stdout, stderr } = await here.run([...line, '--namespace', 'pipe']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^allowed │/m);
    expect(stdout).toMatch(/limit 10 per 60 s/);
    expect(stdout).not.toMatch(/[\u001b\r]/);
  });

  it('shows in a terminal how far it is, and ends on Ctrl-C without a result', async () => {
    const terminal = new Terminal(here, [
      'burst',
      'falcon',
      '--rate',
      '2/s',
      '--over',
      '1h',
      '--namespace',
      'stop',
    ]);
    await terminal.until(/ of 7,200 jumps, \d+ s/);
    terminal.type(keys.ctrlC);
    expect(await terminal.exited).toBe(130);
    // The terminal's own echo of the key may come late.
    expect(terminal.fresh).toMatch(/Stopped after \d+ of 7,200 jumps\.\n(\^C)?$/);
    expect(terminal.output).not.toMatch(/limit 10 per/);
    expect(terminal.output).not.toMatch(/\u001b\[[23]J|\u001bc/);
  });

  it('ends at once on an error, whoever still waits for his turn', async () => {
    const script = join(here.folder, 'mine.lua');
    writeFileSync(script, 'return 1');
    const pace = ['--rate', '1/h', '--over', '10h'];
    const { code, stderr } = await here.run([
      'burst',
      'falcon',
      '--script',
      script,
      ...pace,
      '--namespace',
      'error',
    ]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/by the contract it is an array of 4 integers/),
    ]);
  });
});
