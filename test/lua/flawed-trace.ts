/** Plays the traces of flawed scripts, and of the right ones beside them. */
import type { FlawRow } from '../../src/algorithms/algorithm.ts';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { holdClock, readDeadlines, releaseClock, warp } from '../../src/engine/clock.ts';
import { partKey } from '../../src/engine/namespace.ts';
import type { Engine } from '../../src/engine/port.ts';
import type { Decision, Drive } from '../../src/limiter/decision.ts';
import { callByCall, jump, type JumpOptions, type Target } from '../../src/limiter/jump.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from './trace.ts';

/** Where traces are played. */
export interface Stage {
  engine: Engine;
  prefix: string;
}

/** What came of one row. */
export interface Seen {
  /** What each jump was told; null where nobody heard an answer. */
  told: (Decision | null)[];
  /** The script answered with an error, as the right one does to a negative cost. */
  refused: boolean;
  /** null for none, -2 where there is no key. */
  ttlMs: number | null;
  keys: number;
}

export const admitted = ({ told }: Seen): number => told.filter((one) => one?.allowed).length;

export function makeTarget({ prefix }: Stage, name: string, drive: Omit<Drive, 'algorithm'>): Target {
  return {
    ship: 'kobayashi',
    drive: { ...drive, algorithm: name },
    algorithm: findAlgorithm(name),
    key: partKey(prefix, 'kobayashi', name),
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
  };
}

/** Plays the rows from an empty namespace, on a clock that is held at `startMs` and that only they move. */
export async function play(
  stage: Stage,
  target: Target,
  rows: readonly FlawRow[],
  startMs: number,
): Promise<Seen[]> {
  const { engine, prefix } = stage;
  await releaseClock(engine, prefix);
  let nowMs = await holdClock(engine, prefix, startMs);
  const to = async (instant: number) => {
    if (instant > nowMs) nowMs = await warp(engine, prefix, instant - nowMs);
  };
  const seen: Seen[] = [];
  for (const row of rows) {
    await to(startMs + row.atMs);
    seen.push(await playRow(stage, target, row, () => to(nowMs + (row.everyMs ?? 0))));
  }
  return seen;
}

/** Plays one row on the clock as it is; `pause` is asked between two jumps. */
export async function playRow(
  stage: Stage,
  target: Target,
  row: FlawRow,
  pause: () => Promise<unknown> = async () => {},
): Promise<Seen> {
  const { engine, prefix } = stage;
  const { cost = 1, skewMs = 0 } = row;
  const options: JumpOptions = { prefix, cost, skewMs, arrivedMs: Date.now() };
  const told: (Decision | null)[] = [];
  let refused = false;
  if (row.dies || row.interleaved) {
    const runs = Array.from({ length: row.jumps }, () => callByCall(engine, target, options));
    const answers = new Map<number, Decision | null>();
    while (answers.size < runs.length) {
      for (const [index, run] of runs.entries()) {
        const step = await run.next();
        if (row.dies) answers.set(index, null);
        else if (step.done && step.value) answers.set(index, step.value.decision);
      }
    }
    told.push(...runs.map((_, index) => answers.get(index)!));
  } else {
    for (let index = 0; index < row.jumps; index++) {
      if (index) await pause();
      const answer = await jump(engine, target, options).catch((error: Error) => error);
      if (!(answer instanceof Error)) told.push(answer);
      else if (/failed: cost must be/.test(answer.message)) refused = true;
      else throw answer;
    }
  }
  return { told, refused, ttlMs: await ttlOf(stage, target.key), keys: await countKeys(stage) };
}

/** The key's TTL by the namespace's clock. */
async function ttlOf({ engine, prefix }: Stage, key: string): Promise<number | null> {
  const ttl = Number(await engine.call('PTTL', key));
  if (ttl < 0) return ttl === -1 ? null : ttl;
  const deadline = (await readDeadlines(engine, prefix)).get(key);
  return deadline === undefined ? ttl : deadline - (await holdClock(engine, prefix));
}

/** How many keys the namespace has, whoever declared them; bookkeeping left out. */
async function countKeys({ engine, prefix }: Stage): Promise<number> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = (await engine.call('SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', 500)) as [
      string,
      string[],
    ];
    for (const key of keys) if (!key.startsWith(`${prefix}@`)) found.add(key);
    cursor = next;
  } while (cursor !== '0');
  return found.size;
}

/** What a row is about, of what was seen. */
export interface Point {
  admitted: number;
  told?: number | null;
  ttlMs?: number | null;
  keys?: number;
}

/** Picks from what was seen what the row makes a point of. */
export function pointOf(row: FlawRow, seen: Seen): Point {
  const point: Point = { admitted: admitted(seen) };
  if (row.told) {
    const who = Math.min(row.told.jump ?? row.jumps, row.jumps) - 1;
    point.told = seen.told[who]?.[row.told.field] ?? null;
  }
  if (row.ttlMs) point.ttlMs = roughly(seen.ttlMs);
  if (row.keys) point.keys = seen.keys;
  return point;
}

/** What the row says of itself. */
export function claimOf(row: FlawRow, which: 'got' | 'due'): Point {
  const point: Point = { admitted: row[which] };
  if (row.told) point.told = row.told[which];
  if (row.ttlMs) point.ttlMs = row.ttlMs[which];
  if (row.keys) point.keys = row.keys[which];
  return point;
}

/** Where time runs inside a script, a TTL comes out some milliseconds late. */
function roughly(ttlMs: number | null): number | null {
  return ttlMs === null || ttlMs < 0 ? ttlMs : Math.round(ttlMs / 1_000) * 1_000;
}

/** Every trace that is one jump or one last row shorter. */
export function shorter(trace: readonly FlawRow[]): FlawRow[][] {
  const withoutAJump = trace.map((row, index) =>
    row.jumps > 1
      ? trace.with(index, { ...row, jumps: row.jumps - 1 })
      : trace.filter((_, other) => other !== index),
  );
  return trace.at(-1)!.jumps > 1 ? [...withoutAJump, trace.slice(0, -1)] : withoutAJump;
}
