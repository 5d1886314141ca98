/** What top.lua promises, as laws that look for a counterexample. */
import fc from 'fast-check';
import { maxExact } from '../lua/check.ts';
import { asMap, keysOf, runCalls, sameTtl, tidy, type CallAfter, type Law } from './bench.ts';
import { checksItsArguments, survivesLosses, takesTheLargest, usesTheServersClock } from './top.edges.ts';
import { TopModel, type TopCall } from './top.model.ts';

const slotMs = 600_000;

const argv = ({ keep, nowMs, ships }: TopCall) => [keep, slotMs, nowMs, ...ships.flat()].map(String);

interface Trace {
  /** Slots that are kept. */
  kept: number;
  calls: TopCall[];
}

const ships = fc.array(
  fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'ship-1', 'ship.2', 'Z_9'),
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 5 }) },
      { weight: 1, arbitrary: fc.constant(2 ** 40) },
    ),
  ),
  { maxLength: 12 },
);

const traces: fc.Arbitrary<Trace> = fc
  .record({
    kept: fc.integer({ min: 2, max: 4 }),
    keep: fc.integer({ min: 2, max: 5 }),
    startMs: fc.constantFrom(0, 1_700_000_000_000, maxExact - 60 * slotMs),
    moves: fc.array(
      fc.record({
        ships,
        // Of a slot that has begun nobody keeps more or fewer.
        keep: fc.option(fc.integer({ min: 2, max: 5 }), { freq: 8 }),
        waitMs: fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
          { weight: 2, arbitrary: fc.constantFrom(slotMs - 1, slotMs, 2 * slotMs, 5 * slotMs) },
          { weight: 1, arbitrary: fc.integer({ min: -3 * slotMs, max: -1 }) },
        ),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ kept, keep, startMs, moves }) => {
    let nowMs = startMs;
    const calls = moves.map(({ waitMs, ships, keep: other }) => {
      nowMs = Math.max(0, nowMs + waitMs);
      return { keep: other ?? keep, nowMs, ships };
    });
    return { kept, calls };
  });

const run = (text: string, { kept, calls }: Trace) => runCalls(text, keysOf(2 * kept), calls.map(argv));

const search = async (runs: number, test: (trace: Trace) => Promise<string | null>) => {
  const details = await fc.check(
    fc.asyncProperty(traces, async (trace) => {
      const found = await test(trace);
      if (found !== null) throw new Error(`${found}\n${JSON.stringify(trace)}`);
    }),
    { numRuns: runs },
  );
  return details.failed ? `seed ${details.seed}: ${String(details.errorInstance)}` : null;
};

/** The slots that the keys hold, the newest first, as the model tells them. */
function slotsIn({ keys }: CallAfter) {
  const kept = keys.length / 2;
  return keys
    .slice(0, kept)
    .map(({ content }, i) => ({ counts: asMap(content), noted: asMap(keys[kept + i]!.content) }))
    .filter(({ counts, noted }) => Object.keys(counts).length || Object.keys(noted).length);
}

const agrees: Law = {
  name: 'is Space-Saving, slot by slot, and gives each slot its TTL',
  counterexample: (text, runs) =>
    search(runs, async (trace) => {
      const model = new TopModel(trace.kept, slotMs);
      for (const [i, after] of (await run(text, trace)).entries()) {
        const { reply, ttlMs } = model.call(trace.calls[i]!);
        if (JSON.stringify(after.reply) !== JSON.stringify(reply))
          return `call ${i} answered ${String(after.reply)}`;
        const wanted = model.slots.map(({ beganMs, keep, total, counts, errors }) => ({
          counts: tidy(Object.fromEntries([...counts].map(([ship, count]) => [ship, String(count)]))),
          noted: tidy(
            Object.fromEntries(
              [...errors, ['@slot', beganMs], ['@keep', keep], ['@total', total]].map(([a, b]) => [
                a,
                String(b),
              ]),
            ),
          ),
        }));
        const got = slotsIn(after).map(({ counts, noted }) => ({ counts: tidy(counts), noted: tidy(noted) }));
        if (JSON.stringify(got) !== JSON.stringify(wanted))
          return `call ${i} left ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
        const newest = [after.keys[0]!, after.keys[trace.kept]!];
        if (model.slots.length && !newest.every((key) => sameTtl(key.ttlMs, ttlMs)))
          return `call ${i} left the TTLs ${newest.map((key) => key.ttlMs).join(' and ')}, not ${ttlMs}`;
        if (after.keys.some((key) => key.ttlMs === -1)) return `call ${i} left a key without a TTL`;
      }
      return null;
    }),
};

const keepsItsPromises: Law = {
  name: 'no count is too low, none too high by more than its error, and nobody above total / keep is missing',
  counterexample: (text, runs) =>
    search(runs, async (trace) => {
      // Of the model only the truth is asked.
      const model = new TopModel(trace.kept, slotMs);
      for (const [i, after] of (await run(text, trace)).entries()) {
        model.call(trace.calls[i]!);
        for (const [at, { counts, noted }] of slotsIn(after).entries()) {
          const { truth, keep, total } = model.slots[at]!;
          const names = Object.keys(counts);
          const smallest = Math.min(...Object.values(counts).map(Number));
          if (names.length > keep) return `call ${i}: more than ${keep} ships`;
          if (names.length === keep && smallest > total / keep)
            return `call ${i}: the smallest is ${smallest}`;
          for (const ship of names) {
            const [count, error, real] = [
              Number(counts[ship]),
              Number(noted[ship] ?? 0),
              truth.get(ship) ?? 0,
            ];
            if (count < real || count - error > real || (error > 0 && error > smallest))
              return `call ${i}: ${ship} made ${real}, and is told ${count} ± ${error}`;
          }
          for (const [ship, real] of truth)
            if (real > total / keep && !names.includes(ship)) return `call ${i}: ${ship} is missing`;
        }
      }
      return null;
    }),
};

export const topLaws: readonly Law[] = [
  checksItsArguments,
  usesTheServersClock,
  survivesLosses,
  takesTheLargest,
  keepsItsPromises,
  agrees,
];
