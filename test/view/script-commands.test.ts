import { describe, expect, it } from 'vitest';
import { scriptCommandsDocument, scriptCommandsView } from '../../src/view/script-commands.ts';
import { plainStyle } from '../support/style.ts';

const commands = (...lines: string[][]) => ({
  commands: lines.map((words) => words.map((word) => Buffer.from(word))),
});
const log = commands(
  ['TIME'],
  ['ZCOUNT', 'hyperdrive:enterprise', '(1789999940000', '+inf'],
  ['ZADD', 'hyperdrive:enterprise', '1790000000000', '1790000000000-00001'],
);

describe('the commands of a script', () => {
  it('are numbered, in order, as they are typed', () => {
    expect(scriptCommandsView(log, plainStyle())).toMatchInlineSnapshot(`
      "3 commands sent to the server:
       1  TIME
       2  ZCOUNT hyperdrive:enterprise "(1789999940000" +inf
       3  ZADD hyperdrive:enterprise 1790000000000 1790000000000-00001"
    `);
  });

  it('are broken between words where the terminal is narrow', () => {
    expect(scriptCommandsView(log, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "3 commands sent to the server:
       1  TIME
       2  ZCOUNT hyperdrive:enterprise
            "(1789999940000" +inf
       3  ZADD hyperdrive:enterprise
            1790000000000 1790000000000-00001"
    `);
  });

  it('show the beginning of a long argument, and nothing that a terminal would act on', () => {
    expect(scriptCommandsView(commands(['SET', '\u001b[31m', 'x'.repeat(100)]), plainStyle()))
      .toMatchInlineSnapshot(`
      "1 command sent to the server:
       1  SET "\\x1b[31m" xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    `);
  });

  it('are no flood', () => {
    const many = commands(...Array.from({ length: 1_200 }, (_, i) => ['ZADD', 'key', String(i), String(i)]));
    const lines = scriptCommandsView(many, plainStyle()).split('\n');
    expect(lines).toHaveLength(18);
    expect(lines.at(-1)).toBe('… and 1,184 more');
    const document = scriptCommandsDocument(many);
    expect(document['serverCommands']).toBe(1_200);
    expect(document['commands']).toHaveLength(1_000);
  });

  it('as JSON are the command and its arguments, each byte told', () => {
    const odd = {
      commands: [['ZADD', Buffer.from([0xff]), 'x'.repeat(300)].map((word) => Buffer.from(word))],
    };
    expect(scriptCommandsDocument(odd)).toEqual({
      serverCommands: 1,
      commands: [{ command: 'ZADD', args: [{ base64: '/w==' }, { text: 'x'.repeat(256), length: 300 }] }],
    });
  });

  it('that nobody could see are a calm line', () => {
    const unseen = { commands: null, why: 'this engine has no MONITOR' };
    expect(scriptCommandsView(unseen, plainStyle())).toBe(
      'Its commands cannot be shown: this engine has no MONITOR.',
    );
    expect(scriptCommandsDocument(unseen)).toEqual({
      serverCommands: null,
      commands: null,
      unseen: 'this engine has no MONITOR',
    });
  });
});
