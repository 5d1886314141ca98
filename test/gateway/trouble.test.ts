import { describe, expect, it } from 'vitest';
import { ReplyError } from '../../src/engine/port.ts';
import { NoEngineError, UsageError } from '../../src/errors.ts';
import { TooLate } from '../../src/gateway/deadline.ts';
import { troubleOf } from '../../src/gateway/trouble.ts';

describe('trouble', () => {
  it.each([
    "OOM command not allowed when used memory > 'maxmemory'. script: abc, on @user_script:58.",
    "READONLY You can't write against a read only replica. script: abc, on @user_script:58.",
    "NOPERM User ann has no permissions to run the 'evalsha' command",
    "ERR The user executing the script can't run this command or subcommand script: abc",
    'LOADING Valkey is loading the dataset in memory',
    'CLUSTERDOWN Hash slot not served',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    'BUSY Valkey is busy running a script.',
    'NOAUTH Authentication required.',
    "ERR unknown command 'EVALSHA', with args beginning with: '6b12'",
    'ERR something that no release has said yet',
    'constructor of nothing',
  ])('is general, and one line: %s', (message) => {
    const { line, general } = troubleOf(new ReplyError(message));
    expect(general).toBe(true);
    expect(line).toMatch(/^[^\n]+[^.]\.$/);
  });

  it.each([
    new ReplyError('ERR limit must be a whole number from 1 to 2^52'),
    new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value'),
    new ReplyError('ERR KEYS must be 1 to 16 keys'),
    new ReplyError('ERR the 2nd key holds no arrival time'),
    new ReplyError('ERR period_ms of the 3rd must be short enough for the bucket to fill before 2^52'),
    new UsageError('The policy api names an algorithm that is not there.'),
  ])('is this ask’s alone: %s', (error) => {
    expect(troubleOf(error).general).toBe(false);
  });

  it.each([new TooLate('No answer.'), new NoEngineError('gone'), new Error('anything')])(
    'is general where nothing was answered: %s',
    (error) => {
      expect(troubleOf(error).general).toBe(true);
    },
  );

  it('is without the script’s SHA, which tells nobody anything', () => {
    const said = 'WRONGTYPE Operation against a key holding the wrong kind of value';
    const script = `script: ${'a3de5f4f25'.repeat(4)}, on @user_script:51.`;
    expect(troubleOf(new ReplyError(`${said} ${script}`)).line).toBe(`The engine refused: ${said}.`);
  });

  it('does not repeat what was sent, and stays a line', () => {
    const message = `ERR unknown command 'AUTH', with args beginning with: 's3cret'\nmore`;
    expect(troubleOf(new ReplyError(message)).line).toBe(
      "The engine has no such command, and deciding needs EVALSHA and EVAL: ERR unknown command 'AUTH'.",
    );
    expect(troubleOf(new ReplyError('x'.repeat(10_000))).line.length).toBeLessThan(400);
  });
});
