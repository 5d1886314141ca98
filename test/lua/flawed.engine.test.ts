/** The widespread mistakes, each seen to happen by its smallest trace: what is said of them is what a machine has seen. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FlawRow } from '../../src/algorithms/algorithm.ts';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { claimOf, makeTarget, play, playRow, pointOf, shorter, type Stage } from './flawed-trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-flawed-${process.pid}`);
const stage: Stage = { engine, prefix };

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

describe.each(flawed)('$name', ({ name, flaw, refuses }) => {
  const { drive, trace, instead } = flaw!;
  const wrong = makeTarget(stage, name, drive);
  const right = makeTarget(stage, instead, drive);
  const startOf = (instant: number) => Math.ceil(instant / drive.periodMs) * drive.periodMs;
  const start = startOf(1_700_000_000_000);

  it('can be asked what its trace asks', () => {
    for (const row of trace) expect(refuses?.(wrong.drive, row.cost ?? 1) ?? null).toBeNull();
  });

  it.each([start, startOf(1_999_999_999_999)])('goes wrong as it says, from %i', async (startMs) => {
    const seen = await play(stage, wrong, trace, startMs);
    expect(seen.map((one, index) => pointOf(trace[index]!, one))).toEqual(
      trace.map((row) => claimOf(row, 'got')),
    );
    expect(seen.some(({ refused }) => refused)).toBe(false);
  });

  it.each([start, startOf(1_999_999_999_999)])(
    `where ${instead} does what is due, from %i`,
    async (startMs) => {
      const seen = await play(stage, right, trace, startMs);
      expect(seen.map((one, index) => pointOf(trace[index]!, one))).toEqual(
        trace.map((row) => claimOf(row, 'due')),
      );
    },
  );

  it('is shown by its trace, and by none that is shorter', async () => {
    const shows = async (rows: readonly FlawRow[]) => {
      const got = await play(stage, wrong, rows, start);
      const due = await play(stage, right, rows, start);
      // What the right one refuses is not the point; what comes of it is.
      return rows.some(
        (row, index) =>
          !due[index]!.refused &&
          JSON.stringify(pointOf(row, got[index]!)) !== JSON.stringify(pointOf(row, due[index]!)),
      );
    };
    expect(await shows(trace)).toBe(true);
    for (const rows of shorter(trace)) expect([rows, await shows(rows)]).toEqual([rows, false]);
  });

  // However slow the machine; and live jumps are further apart than the digits that get lost.
  const timeless = ({ atMs, everyMs, got, due }: FlawRow) =>
    atMs === 0 && !everyMs && (drive.periodMs >= 60_000 || got > due);
  if (trace.every(timeless) && name !== 'flawed/lost-digits')
    it('goes wrong on the live clock, too', async () => {
      for (const row of trace) {
        expect(pointOf(row, await playRow(stage, wrong, row)).admitted).toBe(row.got);
      }
    });

  it('answers on the live clock', async () => {
    const [first] = (await playRow(stage, wrong, { atMs: 0, jumps: 1, got: 1, due: 1 })).told;
    expect(first!.allowed).toBe(true);
  });

  const promise = trace.find(({ told }) => told?.field === 'retryAfterMs');
  if (promise)
    it('promises a retry that does not hold', async () => {
      const { got, due } = promise!.told!;
      await play(stage, wrong, trace, start);
      const again: FlawRow = { ...promise!, jumps: 1 };
      const tooLate = due! >= 0 && got! > due!;
      await warp(engine, prefix, tooLate ? due! : got!);
      // Told too late, it would have been admitted at the instant that was due; told too early, it is denied.
      expect((await playRow(stage, wrong, again)).told[0]!.allowed).toBe(tooLate);
    });
});
