import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderInline, wrapPlain } from '../../src/view/inline.ts';
import { renderMarkdown } from '../../src/view/markdown.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const lesson = `The window is **full**: five jumps within the last \`60 s\`. See [the _log_](../x.md) and *read* it,
<https://valkey.io> too.

### Two waits
- *Retry after* ends when the **oldest** jump leaves,
  and then one slot is free.
- \`ZADD key score member\` names it
  1. first
  2. second

> Too early is a broken promise.

\`\`\`text
local now = '1'	-- a tab, **no bold**
\`\`\`

| algorithm | memory per caller |
|---|---:|
| log | 64 bytes a unit |
| \`gcra\` | one number |

---
A \\*literal\\* star, snake_case_name, 2*3*4, and 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字.`;

describe('renderMarkdown', () => {
  it('fits 80 columns', () => {
    expect(renderMarkdown(lesson, plainStyle(80))).toMatchInlineSnapshot(`
      "The window is full: five jumps within the last \`60 s\`. See the log and read it,
      https://valkey.io too.

      Two waits

      • Retry after ends when the oldest jump leaves, and then one slot is free.
      • \`ZADD key score member\` names it
        1. first
        2. second

      │ Too early is a broken promise.

          local now = '1'  -- a tab, **no bold**

      algorithm  memory per caller
      ─────────  ─────────────────
      log        64 bytes a unit
      \`gcra\`     one number

      ────────────────────────────────────────────────────────────────────────────────

      A *literal* star, snake_case_name, 2*3*4, and
      漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字
      漢字."
    `);
  });

  it('fits 40 columns', () => {
    expect(renderMarkdown(lesson, plainStyle(40))).toMatchInlineSnapshot(`
      "The window is full: five jumps within
      the last \`60 s\`. See the log and read
      it, https://valkey.io too.

      Two waits

      • Retry after ends when the oldest jump
        leaves, and then one slot is free.
      • \`ZADD key score member\` names it
        1. first
        2. second

      │ Too early is a broken promise.

          local now = '1'  -- a tab, **no bold**

      algorithm  memory per caller
      ─────────  ─────────────────
      log        64 bytes a unit
      \`gcra\`     one number

      ────────────────────────────────────────

      A *literal* star, snake_case_name,
      2*3*4, and
      漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字
      漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字
      漢字."
    `);
  });

  it('is never wider than its terminal', () => {
    for (const columns of [20, 40, 79, 200]) {
      const lines = renderMarkdown(lesson.replace(/```[^]*```/, ''), plainStyle(columns)).split('\n');
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(Math.min(80, columns));
    }
  });

  it('uses no glyph that a plain terminal lacks', () => {
    const ascii = renderMarkdown('- a\n\n> b\n\n---', plainStyle(20, { unicode: false }));
    expect(ascii).toBe(`- a\n\n| b\n\n${'-'.repeat(20)}`);
  });

  it('colours instead of backticks where there is colour', () => {
    const style = { ...plainStyle(), chalk: new Chalk({ level: 1 }) };
    expect(renderMarkdown('**a** `b`', style)).toBe('\u001b[1ma\u001b[22m \u001b[36mb\u001b[39m');
  });

  it('lets nothing raw through', () => {
    const evil =
      'a\u001b[2Jb `c\u0007` **\u202ed**\n\n```text\n\u001b]0;x\u0007\n```\n\n| \u009b |\n|---|\n| \u001b |';
    const text = renderMarkdown(evil, plainStyle());
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('a\\x1b[2Jb');
  });

  it('keeps the backslashes of code', () => {
    expect(renderInline('`a\\nb` and \\\\', plainStyle())).toBe('`a\\nb` and \\');
  });

  it('keeps what only looks like Markdown', () => {
    for (const text of ['2 * 3 * 4', 'a_b_c', '[no link]', 'x ** y', 'ends in `tick', '<b>']) {
      expect(renderMarkdown(text, plainStyle())).toBe(text);
    }
  });
});

it('wraps a message without reading it as Markdown', () => {
  const message =
    'There is no **such** thing as `x` in this place:\n  indented and long enough to be wrapped at forty';
  expect(wrapPlain(message, plainStyle(40))).toBe(
    'There is no **such** thing as `x` in\nthis place:\n  indented and long enough to be wrapped\n  at forty',
  );
});
