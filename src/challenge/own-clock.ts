import { battery, type Trial } from './battery.ts';
import type { Specimen } from './specimen.ts';
import { touchesTheClock } from './time-lua.ts';

/** Traffic over the border of a second, and of a window: where clocks are read wrongly. */
const telling = new Set(['within one second', 'window edges', 'one period later']);

/**
 * The specimen as it is to callers who send no instant: it goes by the server's clock, which is simulated, so that what a script
 * makes of TIME is seen at the instants that tell. Null where it never asks, or always does.
 */
export function byItsOwnClock(specimen: Specimen): Specimen | null {
  const { convention, scripts } = specimen;
  const asks = scripts.some(({ text }) => touchesTheClock(text));
  if (convention.clock !== 'optional' || convention.next || !asks) return null;
  return {
    ...specimen,
    convention: {
      ...convention,
      clock: 'server',
      args: (call) => convention.args({ ...call, nowMs: null }),
    },
  };
}

export function ownClockTrials(specimen: Specimen): Trial[] {
  return [...battery(specimen)].filter(({ name }) => telling.has(name));
}
