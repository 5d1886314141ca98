import { expect, it } from 'vitest';
import { ReplyError, type Connection } from '../../src/engine/port.ts';
import { runFlush, type FlushOptions } from '../../src/gateway/drill-flush.ts';
import { DrillDouble } from './drill-double.ts';

const options: FlushOptions = {
  gateways: 3,
  limit: 10,
  periodMs: 3_600_000,
  gapMs: 20,
  everyMs: 100,
  overMs: 1_000,
};

/** A server that forgets its scripts when it is told to, which takes `flushMs`. */
function forgetful(double: DrillDouble, { flushMs = 0 } = {}) {
  let known = true;
  return {
    async connect(): Promise<Connection> {
      const connection = await double.connect();
      return {
        ...connection,
        async call(...command) {
          const [name, how] = command;
          if (name === 'SCRIPT' && how === 'FLUSH') {
            known = false;
            await new Promise<void>((resolve) => void double.time.after(flushMs, resolve));
          }
          if (name === 'EVAL') known = true;
          if (name === 'EVALSHA' && !known) throw new ReplyError('NOSCRIPT No matching script.');
          return connection.call(...command);
        },
      };
    },
  };
}

async function play(double: DrillDouble, server: ReturnType<typeof forgetful>) {
  const running = runFlush(options, server, double.needs);
  await double.time.pass(5_000);
  const flush = await running;
  expect(double.time.timers).toBe(0);
  return flush;
}

it('sends the script again after each flush, and nobody notices', async () => {
  const double = new DrillDouble(10);
  const { decisions, flushesMs, sentAgainMs, ...counted } = await play(double, forgetful(double));
  expect(flushesMs).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect(sentAgainMs).toHaveLength(9);
  expect(decisions).toHaveLength(50);
  expect(counted).toEqual({
    allowed: 10,
    denied: 40,
    failed: 0,
    slowestMs: 0,
    elapsedMs: 1_000,
    promised: 10,
  });
});

it('does not last longer because a flush does', async () => {
  const double = new DrillDouble(10);
  const { flushesMs, elapsedMs } = await play(double, forgetful(double, { flushMs: 250 }));
  // The next is due at the next tenth of a second.
  expect(flushesMs).toEqual([350, 650, 950]);
  expect(elapsedMs).toBe(1_000);
});

it('counts as failed what the engine did not decide', async () => {
  const double = new DrillDouble(10);
  const answer = double.engine.replies!;
  let calls = 0;
  // The looks that each gateway begins with, and then one request in four.
  double.engine.replies = (command) =>
    ++calls > options.gateways && calls % 4 === 0 ? new ReplyError('ERR no') : answer(command);
  const { decisions, allowed, denied, failed } = await play(double, forgetful(double));
  expect(failed).toBeGreaterThan(5);
  expect(allowed + denied + failed).toBe(decisions.length);
});
