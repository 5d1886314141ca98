import { describe, expect, it } from 'vitest';
import { makeContext, type GlobalOptions } from '../../src/commands/context.ts';
import { withProgress } from '../../src/commands/progress-line.ts';
import type { Deps } from '../../src/deps.ts';

/** A terminal, or not, and a caller who sleeps only as often as the test lets him. */
function stage({ isTTY = true, env = {}, options = {} as Partial<GlobalOptions> } = {}) {
  let shown = '';
  let nowMs = 0;
  let undo: (() => Promise<unknown>) | null = null;
  let wake = (): void => {};
  const stream = { isTTY, columns: 80 };
  const deps: Partial<Deps> = {
    env,
    stdout: { ...stream, write: () => {} },
    stderr: { ...stream, write: (text) => void (shown += text) },
    canAsk: false,
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((settle) => {
        wake = () => {
          nowMs += ms;
          settle();
        };
        signal?.addEventListener('abort', () => settle());
      }),
    beforeExit(what) {
      undo = what;
      return () => {
        undo = null;
      };
    },
  };
  return {
    context: makeContext(deps as Deps, { input: false, ...options }),
    shown: () => shown,
    /** What is to be done before a signal ends the process. */
    leave: () => undo?.(),
    /** Lets the sleeper sleep on. */
    pass: async () => {
      wake();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('a line of progress', () => {
  it('is on the screen where stderr is only a lesson that listens', async () => {
    const { context, shown, pass } = stage({ isTTY: false });
    let drawn = '';
    const screen = { isTTY: true, columns: 80, write: (text: string) => void (drawn += text) };
    const inside = { ...context, deps: { ...context.deps, screen } };
    await withProgress(inside, 10, async (progress) => {
      progress(3);
      await pass();
      expect(drawn).toContain('3 of 10 jumps');
    });
    expect(drawn.endsWith('\r\u001b[2K')).toBe(true);
    expect(shown()).toBe('');
  });

  it('comes after a while, follows, and leaves nothing behind', async () => {
    const { context, shown, pass, leave } = stage();
    const result = await withProgress(context, 10, async (progress) => {
      expect(shown()).toBe('');
      progress(3);
      await pass();
      expect(shown()).toMatch(/^\r\u001b\[2K\S+ 3 of 10 jumps, 1 s$/);
      progress(7);
      await pass();
      expect(shown()).toMatch(/\r\u001b\[2K\S+ 7 of 10 jumps, 1 s$/);
      return 'landed';
    });
    expect(result).toBe('landed');
    expect(shown()).toMatch(/jumps, 1 s\r\u001b\[2K$/);
    expect(leave()).toBeUndefined();
  });

  it('does not come where the work is over at once', async () => {
    const { context, shown } = stage();
    await withProgress(context, 10, async () => {});
    expect(shown()).toBe('');
  });

  it('is gone too where the work fails', async () => {
    const { context, shown, pass } = stage();
    const run = withProgress(context, 10, async () => {
      await pass();
      throw new Error('no server');
    });
    await expect(run).rejects.toThrow('no server');
    expect(shown()).toMatch(/jumps, 1 s\r\u001b\[2K$/);
  });

  it('says what was done where a signal ends it', async () => {
    const { context, shown, pass, leave } = stage();
    await withProgress(context, 10_000, async (progress) => {
      progress(4_000);
      await pass();
      await leave();
      expect(shown()).toMatch(/4,000 of 10,000 jumps, 1 sStopped after 4,000 of 10,000 jumps\.\n$/);
    });
  });

  it.each([
    ['in a pipe', { isTTY: false }],
    ['with --json', { options: { json: true } }],
    ['in a dumb terminal', { env: { TERM: 'dumb' } }],
  ])('is never seen %s', async (_, how) => {
    const { context, shown, pass } = stage(how);
    await withProgress(context, 10, async (progress) => {
      progress(4);
      await pass();
    });
    expect(shown()).toBe('');
  });
});
