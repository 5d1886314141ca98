import { expect, it } from 'vitest';
import { makeContext, type GlobalOptions } from '../../src/commands/context.ts';
import { statusLine } from '../../src/commands/status-line.ts';
import { makeWorld } from '../support/world.ts';

/** What is written to stderr while two things are done. */
function written(
  stderr: { isTTY: boolean; columns?: number },
  env = {},
  options: Partial<GlobalOptions> = {},
) {
  let text = '';
  const stream = { columns: 80, ...stderr, write: (more: string) => void (text += more) };
  const line = statusLine(
    makeContext({ ...makeWorld(''), env, stderr: stream }, { input: false, ...options }),
  );
  line.say('playing one');
  line.say('attacking two', 0.141);
  line.say('attacking two', 0.149);
  line.clear();
  line.clear();
  return text;
}

const erase = '\r\u001b[2K';

it('is redrawn in place where a person watches, and leaves nothing behind', () => {
  const env = { NO_COLOR: '1' };
  expect(written({ isTTY: true }, env)).toBe(`${erase}playing one${erase}14 % attacking two${erase}`);
  expect(written({ isTTY: true, columns: 20 }, env)).toContain('14 % attacking two');
});

it('is a line for each thing in a log, and nothing with --json', () => {
  expect(written({ isTTY: false })).toBe('playing one\nattacking two\n');
  expect(written({ isTTY: true }, { TERM: 'dumb' })).toBe('playing one\nattacking two\n');
  expect(written({ isTTY: true }, {}, { json: true })).toBe('');
});
