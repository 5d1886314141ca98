import { existsSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);

const machines: Machine[] = [];
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

/** The folders of a drill's nodes: each goes with its server. */
const nodesOf = ({ runtime }: Machine) =>
  existsSync(runtime) ? readdirSync(runtime).filter((name) => name.startsWith('node-')) : [];

describe.skipIf(!server)('a cluster drill in a lesson [needs server]', () => {
  it.each([
    ['while its cluster starts', 'Starting a throwaway cluster'],
    ['while jumps are made', 'traffic begins'],
    ['while the replica lags', 'is cut off'],
  ])('ends the lesson at Ctrl-C %s', async (_, moment) => {
    const here = new Machine();
    machines.push(here);
    const terminal = new Terminal(here, ['mission', '10']);
    // The header and the prompt tell the same time.
    expect(await terminal.until('Enter begins')).toMatch(
      /clock held at\s+(\d\d:00:00)\.000 UTC\n[^]*\] \1 Enter begins$/,
    );
    terminal.type(`drill failover --limit 5000 --lag 5s${keys.enter}`);
    await terminal.until(moment);
    terminal.type(keys.ctrlC);
    expect(await terminal.exited).toBe(130);
    // The terminal echoes the key whenever it likes.
    expect(terminal.fresh.replace('^C', '')).toMatch(
      /Stopped; the throwaway cluster is gone\.\n+The clock runs again\.\n\n`hyperdrive mission 10` goes on from here\.\nInterrupted\.\n$/,
    );
    expect(await here.json(['clock'])).toMatchObject([{ clock: { mode: 'live' } }]);
    await expect.poll(() => nodesOf(here), { timeout: 10_000 }).toEqual([]);
  });
});
