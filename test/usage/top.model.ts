/** The top lists as the paper tells them, and beside them what really happened. */

export interface TopCall {
  keep: number;
  nowMs: number;
  ships: readonly (readonly [ship: string, jumps: number])[];
}

interface Slot {
  beganMs: number;
  keep: number;
  total: number;
  counts: Map<string, number>;
  errors: Map<string, number>;
  /** What nobody could keep: the jumps of every ship. */
  truth: Map<string, number>;
}

export class TopModel {
  /** The newest first. */
  slots: Slot[] = [];
  private readonly kept: number;
  private readonly slotMs: number;

  constructor(kept: number, slotMs: number) {
    this.kept = kept;
    this.slotMs = slotMs;
  }

  /** What the call answers, and the TTL that the newest slot gets. */
  call({ keep, nowMs, ships }: TopCall): { reply: [number, number]; ttlMs: number | 'unchanged' } {
    const beganMs = Math.max(nowMs - (nowMs % this.slotMs), this.slots[0]?.beganMs ?? 0);
    const begins = this.slots[0]?.beganMs !== beganMs;
    const added = ships.reduce((sum, [, jumps]) => sum + jumps, 0);
    if (!added) return { reply: [beganMs, begins ? 0 : this.slots[0]!.total], ttlMs: 'unchanged' };
    if (begins) {
      const [counts, errors, truth] = [new Map(), new Map(), new Map()];
      this.slots.unshift({ beganMs, keep, total: 0, counts, errors, truth });
      this.slots.length = Math.min(this.slots.length, this.kept);
    }
    const slot = this.slots[0]!;
    slot.total += added;
    for (const [ship, jumps] of ships) count(slot, ship, jumps);
    const ttlMs = begins ? beganMs + this.kept * this.slotMs - nowMs : 'unchanged';
    return { reply: [beganMs, slot.total], ttlMs };
  }
}

function count({ keep, counts, errors, truth }: Slot, ship: string, jumps: number): void {
  if (!jumps) return;
  truth.set(ship, (truth.get(ship) ?? 0) + jumps);
  const known = counts.get(ship);
  if (known !== undefined || counts.size < keep) {
    counts.set(ship, (known ?? 0) + jumps);
    return;
  }
  // Of several that are smallest, the first by name: the server's order.
  const [evicted, smallest] = [...counts].reduce((a, b) =>
    b[1] < a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a,
  );
  counts.delete(evicted);
  errors.delete(evicted);
  counts.set(ship, smallest + jumps);
  errors.set(ship, smallest);
}
