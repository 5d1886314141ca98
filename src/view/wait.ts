import type { KeyState } from '../engine/keyspace.ts';
import type { Decision, Drive } from '../limiter/decision.ts';
import { decisionLine } from './decision.ts';
import { duration, roundUp } from './format.ts';
import { keyView } from './key-state.ts';
import { heldNow } from './session.ts';
import { dot, type Style } from './style.ts';
import { inRows } from './watch.ts';
import { wrapWords } from './wrap.ts';

/** A wait under way. */
export interface Waiting {
  totalMs: number;
  waitedMs: number;
  /** Whether the clock is held, and moved along. */
  held: boolean;
  /** Why the last key did nothing. */
  remark: string | null;
  /** The limiter that fills up again meanwhile. */
  ship: WaitingShip | null;
}

export interface WaitingShip {
  ship: string;
  drive: Drive;
  /** What a look says; null where looking might change something. */
  look: Decision | null;
  state: KeyState;
}

/** Long waits count seconds, short ones tenths: figures that change faster cannot be read. */
const shortMs = 10_000;

/** A countdown for a terminal of so many rows. */
export function waitFrame(
  { totalMs, waitedMs, held, remark, ship }: Waiting,
  style: Style,
  rows: number,
): string[] {
  const { chalk, width } = style;
  const grainMs = totalMs > shortMs ? 1_000 : 100;
  const facts = [
    `Waiting ${duration(totalMs)}`,
    `${duration(roundUp(totalMs - waitedMs, grainMs))} to go`,
    ...(held ? ['the held clock moves along'] : []),
  ];
  return inRows(
    [
      wrapWords(facts.join(` ${dot(style)} `), width),
      bar(waitedMs / totalMs, style),
      ...(ship ? shipTexts(ship, grainMs, style) : []),
    ],
    [
      ...(remark === null ? [] : [chalk.yellow(wrapWords(remark, width))]),
      chalk.dim(wrapWords(`space warps the rest ${dot(style)} q stops`, width)),
    ],
    rows,
    style,
  );
}

const widestBar = 40;

function bar(part: number, { unicode, width }: Style): string {
  const cells = Math.min(widestBar, width);
  const full = Math.floor(part * cells);
  const [done, left] = unicode ? ['█', '░'] : ['#', '.'];
  return done!.repeat(full) + left!.repeat(cells - full);
}

function shipTexts({ ship, drive, look, state }: WaitingShip, grainMs: number, style: Style): string[] {
  return [
    ...(look ? [decisionLine(ship, drive, 0, rounded(look, grainMs), style)] : []),
    keyView(state, state.clock, style, { grainMs }),
  ];
}

function rounded(look: Decision, grainMs: number): Decision {
  const { resetAfterMs } = look;
  return { ...look, resetAfterMs: resetAfterMs === null ? null : roundUp(resetAfterMs, grainMs) };
}

/** How a wait went: so much of it by waiting, so much by warping. */
export interface Waited {
  waitedMs: number;
  warpedMs: number;
  /** Whether it was ended before. */
  stopped: boolean;
}

/** How it went, in a line. */
export function waitLine(
  { waitedMs, warpedMs, stopped }: Waited,
  totalMs: number,
  holds: boolean,
  { width }: Style,
): string {
  const ways = [
    ...(waitedMs || !warpedMs ? [`waited ${duration(waitedMs)}`] : []),
    ...(warpedMs ? [`warped ${duration(warpedMs)}`] : []),
  ].join(', ');
  const line = stopped
    ? `Stopped after ${duration(waitedMs)} of ${duration(totalMs)}.`
    : `${ways[0]!.toUpperCase()}${ways.slice(1)}.`;
  return wrapWords(holds ? `${line} ${heldNow}` : line, width);
}
