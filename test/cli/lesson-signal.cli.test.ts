import { afterAll, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const here = new Machine();
afterAll(() => here.dispose());

it('a lesson lets its clock go at a signal, whatever its gateways have to finish', async () => {
  const terminal = new Terminal(here, ['mission', '8']);
  await terminal.until('Enter begins');
  // The queue holds each for seconds.
  terminal.type(
    `serve --algorithm leaky-bucket-queue --limit 1 --period 10s --capacity 3 --drain 1m${keys.enter}`,
  );
  await terminal.until('on error local');
  await terminal.until('Enter begins');
  terminal.type(`burst scout --http --count 3${keys.enter}`);
  await terminal.until('1 of 3');
  terminal.kill('SIGTERM');
  expect(await terminal.exited).toBe(143);
  expect(await here.json(['clock'])).toMatchObject([{ clock: { mode: 'live' } }]);
});
