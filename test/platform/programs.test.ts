import { expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { runProgram } from '../../src/platform/programs.ts';

it('ends as the program ends', async () => {
  expect(await runProgram(process.execPath, ['-e', 'process.exit(3)'])).toBe(3);
  expect(await runProgram(process.execPath, ['-e', 'process.kill(process.pid)'])).toBe(143);
});

it('leaves Ctrl-C to the program', async () => {
  const heard: string[] = [];
  const listener = (): void => void heard.push('own');
  process.on('SIGINT', listener);
  const before = process.listeners('SIGINT');
  await runProgram(process.execPath, ['-e', 'process.kill(process.ppid, "SIGINT")']);
  expect(heard).toEqual([]);
  expect(process.listeners('SIGINT')).toEqual(before);
  process.off('SIGINT', listener);
});

it('tells what cannot start', async () => {
  await expect(runProgram('no-such-editor', [])).rejects.toThrow(
    new UsageError('no-such-editor cannot be started: there is no such program.'),
  );
});
