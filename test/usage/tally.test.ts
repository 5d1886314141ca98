import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShipCount } from '../../src/usage/record.ts';
import { makeTally, type TallyOptions } from '../../src/usage/tally.ts';

/** A tally on a clock of its own, and what it sent. */
function tallyOf(options: Partial<TallyOptions> = {}) {
  const clock = { nowMs: 0 };
  const sent: (readonly ShipCount[])[] = [];
  const send = async (counts: readonly ShipCount[]) => void sent.push(counts);
  const tally = makeTally({ flushEveryMs: 1_000, now: () => clock.nowMs, send, ...options });
  return { clock, sent, tally };
}

/** A server that accepts, and answers when it is told to. */
function slowServer() {
  const waiting: { counts: readonly ShipCount[]; answer(): void; fail(why: Error): void }[] = [];
  const send = (counts: readonly ShipCount[]) =>
    new Promise<void>((answer, fail) => waiting.push({ counts, answer, fail }));
  return { waiting, send };
}

describe('a tally', () => {
  it('adds up, and sends one sum a ship when it is due', () => {
    const { clock, sent, tally } = tallyOf();
    tally.add('enterprise', true);
    tally.add('enterprise', false);
    tally.add('falcon', true);
    clock.nowMs = 999;
    tally.add('enterprise', true);
    expect(sent).toEqual([]);
    clock.nowMs = 1_000;
    tally.tick();
    expect(sent).toEqual([
      [
        { ship: 'enterprise', allowed: 2, denied: 1 },
        { ship: 'falcon', allowed: 1, denied: 0 },
      ],
    ]);
  });

  it('sends when the jump that makes it due is counted', () => {
    const { clock, sent, tally } = tallyOf();
    clock.nowMs = 5_000;
    tally.add('enterprise', true);
    expect(sent).toEqual([[{ ship: 'enterprise', allowed: 1, denied: 0 }]]);
  });

  it('sends nothing where nothing was counted', async () => {
    const { clock, sent, tally } = tallyOf();
    clock.nowMs = 5_000;
    tally.tick();
    await tally.close();
    expect(sent).toEqual([]);
  });

  it('sends after a clock that stepped back', () => {
    const { clock, sent, tally } = tallyOf();
    clock.nowMs = -3_600_000;
    tally.add('enterprise', true);
    expect(sent).toHaveLength(1);
  });

  it('goes on counting while the server takes its time, and sends one after the other', async () => {
    const { waiting, send } = slowServer();
    const { clock, tally } = tallyOf({ send });
    clock.nowMs = 1_000;
    tally.add('enterprise', true);
    clock.nowMs = 9_000;
    tally.add('enterprise', false);
    tally.add('enterprise', false);
    expect(waiting).toHaveLength(1);
    const closed = tally.close();
    waiting[0]!.answer();
    await Promise.resolve();
    while (waiting.length < 2) await Promise.resolve();
    expect(waiting[1]!.counts).toEqual([{ ship: 'enterprise', allowed: 0, denied: 2 }]);
    waiting[1]!.answer();
    await closed;
    expect(tally.lost()).toBeNull();
  });

  it('grows no further than it may while nothing answers, and says what was lost', () => {
    const { waiting, send } = slowServer();
    const { clock, tally } = tallyOf({ send, mostShips: 3 });
    clock.nowMs = 1_000;
    tally.add('first', true);
    for (let i = 0; i < 1_000; i++) tally.add(`ship-${i}`, true);
    expect(waiting.map(({ counts }) => counts.length)).toEqual([1]);
    expect(tally.lost()).toEqual({ jumps: 997, trouble: 'more than 3 ships at a time' });
    tally.add('ship-2', false);
    expect(tally.lost()!.jumps).toBe(997);
  });

  it('sends early rather than lose a ship', () => {
    const { sent, tally } = tallyOf({ mostShips: 2 });
    for (const ship of ['a', 'b', 'c']) tally.add(ship, true);
    expect(sent.map((counts) => counts.map(({ ship }) => ship))).toEqual([['a', 'b']]);
    expect(tally.lost()).toBeNull();
  });

  it('loses what the server refuses, says why, and goes on', async () => {
    const { waiting, send } = slowServer();
    const { clock, tally } = tallyOf({ send });
    clock.nowMs = 1_000;
    tally.add('enterprise', true);
    tally.add('enterprise', true);
    waiting[0]!.fail(new Error('OOM'));
    const closed = tally.close();
    while (waiting.length < 2) await Promise.resolve();
    waiting[1]!.answer();
    await closed;
    expect(tally.lost()).toEqual({ jumps: 1, trouble: 'OOM' });
  });

  it.each(['', '@usage', 'a b', 'x'.repeat(65)])('loses a ship called %j, and nothing else', async (ship) => {
    const { sent, tally } = tallyOf();
    tally.add(ship, true);
    tally.add('enterprise', true);
    await tally.close();
    expect(sent).toEqual([[{ ship: 'enterprise', allowed: 1, denied: 0 }]]);
    expect(tally.lost()!.jumps).toBe(1);
  });

  it('counts nothing after it is closed', async () => {
    const { sent, tally } = tallyOf();
    await tally.close();
    tally.add('enterprise', true);
    await tally.close();
    expect(sent).toEqual([]);
    expect(tally.lost()!.jumps).toBe(1);
  });

  it('sends or tells as lost every jump, whatever comes', async () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({ ship: fc.constantFrom('a', 'b', 'c', 'd', 'bad name'), allowed: fc.boolean() }),
        fc.record({ waitMs: fc.integer({ min: -500, max: 1_500 }) }),
        fc.constant('settle' as const),
      ),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(moves, fc.array(fc.boolean()), async (all, failures) => {
        let arrived = 0;
        let calls = 0;
        const { clock, tally } = tallyOf({
          mostShips: 3,
          send: async (counts) => {
            await Promise.resolve();
            if (failures[calls++]) throw new Error('away');
            for (const { allowed, denied } of counts) arrived += allowed + denied;
          },
        });
        let jumps = 0;
        for (const move of all) {
          if (move === 'settle') await Promise.resolve();
          else if ('waitMs' in move) clock.nowMs += move.waitMs;
          else {
            jumps++;
            tally.add(move.ship, move.allowed);
          }
        }
        await tally.close();
        expect(arrived + (tally.lost()?.jumps ?? 0)).toBe(jumps);
      }),
    );
  });
});
