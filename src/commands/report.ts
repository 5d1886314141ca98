import { checkShip, gatewayPrefix } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { jumpsOf, readShipUsage, readUsage, type ShipUsage, type Usage } from '../usage/read.ts';
import { keptMinutes } from '../usage/keys.ts';
import { sessionLine } from '../view/session.ts';
import { countedCallers, countedShips } from '../view/usage-parts.ts';
import { usageView } from '../view/usage.ts';
import { shipUsageView } from '../view/usage-ship.ts';
import { sessionDocument, withSession, type Context } from './context.ts';
import type { Document } from '../deps.ts';

interface ReportOptions {
  minutes?: number;
  top?: number;
  gateway?: boolean;
}

/** `hyperdrive report`: what was recorded, of all ships or of one; with `--gateway`, of callers. */
export async function run(
  context: Context,
  { minutes = keptMinutes, gateway = false, ...options }: ReportOptions,
  [argument]: string[],
): Promise<void> {
  const ship = argument === undefined ? null : checkShip(argument);
  if (ship !== null && options.top !== undefined)
    throw new UsageError(`--top is for the report of all, and ${ship} is one: leave out one of the two.`);
  const { top = 10 } = options;
  await withSession(context, async (session) => {
    const { engine } = session;
    const prefix = gateway ? gatewayPrefix(session.prefix) : session.prefix;
    const counted = gateway ? countedCallers : countedShips;
    if (ship === null) {
      const usage = await readUsage(engine, prefix, { minutes });
      context.result(
        { ...usageDocument(usage, top), ...sessionDocument({ ...session, clock: usage.clock }) },
        (style) => `${sessionLine(engine, usage.clock, style)}\n${usageView(usage, top, style, counted)}`,
      );
    } else {
      const { usage, ...window } = await readShipUsage(engine, prefix, ship, { minutes });
      context.result(
        {
          ...windowDocument(window),
          ...shipDocument(usage),
          ...sessionDocument({ ...session, clock: window.clock }),
        },
        (style) =>
          `${sessionLine(engine, window.clock, style)}\n${shipUsageView(usage, window, style, counted)}`,
      );
    }
  });
}

function usageDocument({ ships, complete, top, ...window }: Usage, rows: number): Document {
  const talkers = top.talkers.slice(0, rows);
  return {
    ...windowDocument(window),
    allowed: ships.reduce((sum, { allowed }) => sum + allowed, 0),
    denied: ships.reduce((sum, { denied }) => sum + denied, 0),
    ships: ships.slice(0, rows).map(shipDocument),
    more: Math.max(0, ships.length - rows),
    complete,
    top: { ...top, talkers, more: top.talkers.length - talkers.length },
  };
}

function windowDocument({ minutes, fromMs }: Pick<Usage, 'minutes' | 'fromMs'>): Document {
  return { minutes, fromMs };
}

/** Minutes in which nothing happened are left out. */
function shipDocument({ perMinute, ...usage }: ShipUsage): Document {
  const jumps = jumpsOf(usage);
  return {
    ...usage,
    deniedShare: jumps ? usage.denied / jumps : null,
    perMinute: perMinute.filter((minute) => jumpsOf(minute) > 0),
  };
}
