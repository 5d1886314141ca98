import { describe, expect, it } from 'vitest';
import { keepGateways } from '../../src/commands/lesson-gateways.ts';
import type { InstanceSettings } from '../../src/gateway/instance/settings.ts';
import type { Gateways } from '../../src/gateway/instance/start.ts';

/** Gateways that are never started; notes what is done with them. */
function stage({ resets = true } = {}) {
  const done: string[] = [];
  let made = 0;
  const kept = keepGateways(async (): Promise<Gateways> => {
    const name = ++made;
    done.push(`start ${name}`);
    return {
      all: [{ instance: 1, url: `http://127.0.0.1:${name}`, port: name, pid: name }],
      gone: new Promise(() => {}),
      reset: async () => (done.push(`reset ${name}`), resets),
      settle: async () => (done.push(`settle ${name}`), true),
      stop: async () => (done.push(`stop ${name}`), []),
    };
  });
  return { kept, done };
}

const settings = (drainMs: number) => [{ drainMs } as InstanceSettings];
const told = { notice: () => {}, died: () => {} };

describe("a lesson's gateways", () => {
  it('go on, with nothing in their memory, where a step serves the same again', async () => {
    const { kept, done } = stage();
    await kept.start(settings(1), told);
    expect(kept.urls()).toEqual(['http://127.0.0.1:1']);
    kept.rest();
    expect(kept.urls()).toEqual([]);
    await kept.start(settings(1), told);
    expect(kept.urls()).toEqual(['http://127.0.0.1:1']);
    expect(done).toEqual(['start 1', 'reset 1']);
  });

  it('end where a step serves something else, or one of them is gone', async () => {
    const other = stage();
    await other.kept.start(settings(1), told);
    await other.kept.start(settings(2), told);
    expect(other.done).toEqual(['start 1', 'stop 1', 'start 2']);
    const lost = stage({ resets: false });
    await lost.kept.start(settings(1), told);
    await lost.kept.start(settings(1), told);
    expect(lost.done).toEqual(['start 1', 'reset 1', 'stop 1', 'start 2']);
  });

  it('end with the lesson, once', async () => {
    const { kept, done } = stage();
    await kept.stop();
    await kept.start(settings(1), told);
    await kept.stop();
    await kept.stop();
    expect(kept.urls()).toEqual([]);
    expect(done).toEqual(['start 1', 'stop 1']);
  });
});
