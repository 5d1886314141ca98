import { afterAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { plain, Terminal } from '../support/terminal.ts';

const here = new Machine();
afterAll(() => here.dispose());

describe('doctor', () => {
  it('finds everything in order where nothing is installed (exit 0)', async () => {
    const { code, stdout, stderr } = await here.run(['doctor', '--engine', 'builtin']);
    expect(stdout).not.toContain('✗');
    expect(stdout).toMatch(/✓ built-in look-alike.*\n✓ answers a PING/);
    expect(stdout).toMatch(/^All is well/m);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('reports where there is no engine, without its password (exit 1)', async () => {
    const nowhere = { VALKEY_URL: 'valkey://ann:hush@127.0.0.1:1' };
    const { code, stdout, stderr } = await here.run(['doctor', '--verbose'], nowhere);
    expect(stdout).toMatch(/✗ Cannot use the server at valkey:\/\/127\.0\.0\.1:1: nothing listens there\./);
    expect(stdout + stderr).not.toContain('hush');
    expect(stderr).toContain('1 check failed: engine.');
    expect(code).toBe(1);
  });

  it('sees the terminal as it is', async () => {
    const terminal = new Terminal(here, ['doctor', '--engine', 'builtin'], { columns: 40 });
    expect(await terminal.exited).toBe(0);
    expect(terminal.output).toContain('\u001b[32m✓');
    const lines = plain(terminal.output).split('\n');
    expect(lines.join(' ')).toMatch(/a terminal \(TERM=xterm-256color\): 40 +columns, 256 colours/);
    expect(lines.filter((line) => [...line].length > 40 && !line.includes('/'))).toEqual([]);
  });
});
