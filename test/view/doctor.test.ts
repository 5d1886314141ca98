import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/check.ts';
import { doctorDocument, doctorView } from '../../src/view/doctor.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const rights = 'Give it its rights: ACL SETUSER name +@all.';
const findings: Finding[] = [
  { area: 'machine', check: 'node', level: 'ok', text: 'Node 20.19.0' },
  { area: 'machine', check: 'terminal', level: 'note', text: 'the locale is C', remedy: 'Set LC_ALL.' },
  {
    area: 'engine',
    check: 'script',
    level: 'failed',
    text: 'does not run a script: NOPERM eval',
    remedy: rights,
  },
  {
    area: 'engine',
    check: 'write',
    level: 'failed',
    text: 'does not write a key: NOPERM set',
    remedy: rights,
  },
  { area: 'engine', check: 'host', level: 'failed', text: 'It does not answer. End it.' },
];
const fine = findings.slice(0, 1);

describe('what the doctor found', () => {
  it('is a line each, with its remedy, which is told once', () => {
    expect(doctorView(findings, plainStyle())).toMatchInlineSnapshot(`
      "machine
      ✓ Node 20.19.0
      · the locale is C. Set LC_ALL.

      engine
      ✗ does not run a script: NOPERM eval. Give it its rights: ACL SETUSER name
        +@all.
      ✗ does not write a key: NOPERM set
      ✗ It does not answer. End it.

      3 failed, 1 note."
    `);
  });

  it('has marks without Unicode too', () => {
    expect(doctorView(findings, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "machine
      + Node 20.19.0
      - the locale is C. Set LC_ALL.

      engine
      x does not run a script: NOPERM eval.
        Give it its rights: ACL SETUSER name
        +@all.
      x does not write a key: NOPERM set
      x It does not answer. End it.

      3 failed, 1 note."
    `);
  });

  it('comes to a sentence', () => {
    const lastLine = (some: Finding[]) => doctorView(some, plainStyle()).split('\n').at(-1);
    expect(lastLine(fine)).toBe('All is well.');
    expect(lastLine(findings.slice(0, 2))).toBe('All is well, 1 note.');
    expect(lastLine(findings)).toBe('3 failed, 1 note.');
  });

  it('is shown without what a terminal would act on, and in its width', () => {
    const text = 'a\u001b[2Jb\nc\u202e '.repeat(20);
    const view = doctorView([{ ...fine[0]!, text, remedy: '\u001b[31m' }], plainStyle(40));
    expect(view.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(view.split('\n').filter((line) => displayWidth(line) > 40)).toEqual([]);
  });

  it('is a document too', () => {
    expect(doctorDocument(findings)).toEqual({ ok: false, failed: 3, notes: 1, findings });
    expect(doctorDocument(fine)).toMatchObject({ ok: true, failed: 0, notes: 0 });
  });
});
