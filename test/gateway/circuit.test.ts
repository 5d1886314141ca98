import { beforeEach, describe, expect, it } from 'vitest';
import { makeCircuit, mostFailures, type Circuit } from '../../src/gateway/circuit.ts';
import { FakeTime, settled } from './fake-time.ts';

describe('the circuit', () => {
  let time: FakeTime;
  let circuit: Circuit;
  let told: string[];
  /** Ends the probe that is under way: well, or with this. */
  let endProbe: ((failure?: string) => void) | null;

  beforeEach(() => {
    time = new FakeTime();
    told = [];
    endProbe = null;
    circuit = makeCircuit({
      probe: () =>
        new Promise((resolve, reject) => {
          if (endProbe) throw new Error('two probes at once');
          endProbe = (failure) => {
            endProbe = null;
            if (failure === undefined) resolve();
            else reject(new Error(failure));
          };
        }),
      lineOf: (error) => (error as Error).message,
      now: time.now,
      random: () => 0,
      scheduler: time,
      changed: () => told.push(circuit.trouble ?? 'well'),
    });
  });

  const fail = (times: number, line = 'late') => {
    for (let n = 0; n < times; n++) circuit.failed(circuit.term, line);
  };

  it('opens after so many failures in a row, and not before', () => {
    fail(mostFailures - 1);
    expect(circuit.state).toBe('closed');
    circuit.succeeded(circuit.term);
    fail(mostFailures - 1);
    expect(circuit.state).toBe('closed');
    fail(1);
    expect(circuit).toMatchObject({ state: 'open', trouble: 'late' });
  });

  it('probes after a pause, one at a time, and closes by itself', async () => {
    circuit.trip('gone');
    expect(circuit.nextProbeMs()).toBe(100);
    await time.pass(99);
    expect(endProbe).toBeNull();
    await time.pass(1);
    expect(circuit.state).toBe('probing');
    // However long it takes, no other is sent.
    await time.pass(60_000);
    endProbe!();
    await settled();
    expect(circuit).toMatchObject({ state: 'closed', trouble: undefined });
    expect(told).toEqual(['gone', 'well']);
    expect(time.timers).toBe(0);
  });

  it('waits longer after each probe in vain, and tells a new trouble once', async () => {
    circuit.trip('gone');
    const pauses: number[] = [];
    for (const line of ['gone', 'gone', 'full', 'full', 'full', 'full']) {
      pauses.push(circuit.nextProbeMs());
      await time.pass(circuit.nextProbeMs());
      endProbe!(line);
      await settled();
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000]);
    expect(told).toEqual(['gone', 'full']);
  });

  it('goes on waiting longer where it opens again at once, and begins anew after some calm', async () => {
    const openAndClose = async () => {
      circuit.trip('gone');
      const pause = circuit.nextProbeMs();
      await time.pass(pause);
      endProbe!();
      await settled();
      return pause;
    };
    expect([await openAndClose(), await openAndClose(), await openAndClose()]).toEqual([100, 200, 400]);
    await time.pass(60_000);
    expect(await openAndClose()).toBe(100);
  });

  it('what was asked before it closed tells nothing of now', async () => {
    const before = circuit.term;
    circuit.trip('gone');
    await time.pass(100);
    endProbe!();
    await settled();
    for (let n = 0; n < 2 * mostFailures; n++) circuit.failed(before, 'late');
    expect(circuit.state).toBe('closed');
    // Nor does an old success forgive new failures.
    fail(mostFailures - 1);
    circuit.succeeded(before);
    fail(1);
    expect(circuit.state).toBe('open');
  });

  it('stopped, it probes no more and tells nothing', async () => {
    circuit.trip('gone');
    circuit.stop();
    await time.pass(60_000);
    expect(endProbe).toBeNull();
    expect(time.timers).toBe(0);
    expect(told).toEqual(['gone']);
  });
});
