import type { ClockReading } from '../engine/clock.ts';
import type { Engine } from '../engine/port.ts';
import { timeOfDay } from './format.ts';
import { escapeText } from './escape.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

type Shown = Pick<Engine, 'kind' | 'server' | 'address' | 'cluster'>;

/** Which engine answers, and its version. */
export function engineLabel({ kind, server, address, cluster }: Shown): string {
  if (server.name === 'look-alike') return 'built-in look-alike; install valkey-server for the real one';
  const [first, ...others] = address.split(',');
  const more = others.length ? ` and ${others.length} more` : '';
  const named = `${cluster ? 'cluster at' : 'at'} ${first}${more}`;
  const where = kind === 'url' ? named : kind === 'cluster' ? 'private cluster' : 'private server';
  return escapeText(`${server.name} ${server.version}, ${where}`);
}

/** `clock live`, or where the held clock stands. */
function clockLabel(clock: ClockReading): string {
  return clock.mode === 'live' ? 'clock live' : `clock held at ${timeOfDay(clock.nowMs)} UTC`;
}

/** What to say where a command has stopped the clock. */
export const heldNow = 'The clock is held now; `hyperdrive clock live` lets it go.';

/** The header of every session. */
export function sessionLine(engine: Shown, clock: ClockReading, style: Style): string {
  return engineLine(engine, clockLabel(clock), style);
}

/** The same where the clock is none of the namespace's. */
export function engineLine(engine: Shown, clock: string, style: Style): string {
  const { chalk, width, engineKnown } = style;
  const line = engineKnown ? clock : `${engineLabel(engine)} ${dot(style)} ${clock}`;
  return chalk.dim(wrapWords(line, width));
}
