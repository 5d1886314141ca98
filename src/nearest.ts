/** The known name that was most likely meant, or null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const ranked = known
    .map((one) => ({ one, steps: distance(wanted, one.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best && best.steps <= Math.max(1, Math.floor(best.one.length / 3)) ? best.one : null;
}

/** ` Did you mean y?`, to be put behind a sentence; nothing where no known name is near. */
export function guess(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === null ? '' : ` Did you mean ${near}?`;
}

/** `There is no x. Did you mean y? There are: …`, for people. */
export function unknownName(what: string, name: string, known: readonly string[]): string {
  return `there is no ${what} "${name.slice(0, 40)}".${guess(name, known)} There are: ${known.join(', ')}.`;
}

/** How many letters must be changed, added, left out, or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, rows[i - 2]![j - 2]! + 1);
      row.push(steps);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
