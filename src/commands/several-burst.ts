import { holdClock, readClock } from '../engine/clock.ts';
import { UsageError } from '../errors.ts';
import { jumpSeveral } from '../limiter/several.ts';
import { callsOf, summarize } from '../traffic/burst.ts';
import type { Pattern } from '../traffic/pattern.ts';
import { perSecond } from '../traffic/rate.ts';
import { asLimiter, tally } from '../traffic/several.ts';
import { recordedLine } from '../view/recorded.ts';
import { heldNow, sessionLine } from '../view/session.ts';
import { severalBurstView } from '../view/several-burst.ts';
import { wrapWords } from '../view/wrap.ts';
import { sendAtOnce, type Settled } from './burst.ts';
import { needNamespace, sessionDocument, type Context, type Session } from './context.ts';
import { refuseClients, sendPaced } from './paced-burst.ts';
import { limitDocuments, sharedDocuments } from './several-document.ts';
import { chooseSeveral, shipsOf, type NamedTarget } from './several-target.ts';

/** A burst of several limits at once: all at one instant, or at a pace. */
export async function runSeveral(
  context: Context,
  session: Session,
  options: Settled,
  argument: string | undefined,
  pattern: Pattern | null,
): Promise<void> {
  if (pattern) refuseClients(options);
  if (pattern && options.ships !== undefined) {
    throw new UsageError('Many ships jump at once: leave out --rate, --over and --arrivals, or --ships.');
  }
  const { engine, prefix } = session;
  const { cost, seed, ships = 1 } = options;
  const named = await chooseSeveral(context, options, argument, { prefix, cost });
  const targets = ships > 1 ? shipsOf(named, ships, prefix) : [named];
  const target = targets[0]!;
  const sent = await send(context, session, options, targets, pattern);
  const { jumps, clients, warped, elapsedMs, recorded, remark } = sent;
  const { decision } = await jumpSeveral(engine, target, { prefix, cost: 0 });
  const clock = await readClock(engine, prefix);
  const summary = summarize(jumps);
  const counts = tally(target, jumps);
  const { rule, limits } = target;

  if (context.options.json) for (const one of jumps) context.result({ ...one }, () => '');
  context.result(
    {
      summary: true,
      ship: named.ship,
      ...(ships > 1 && { ships }),
      rule,
      cost,
      ...summary,
      [rule === 'all-or-nothing' ? 'deniedBy' : 'tiers']: counts,
      limits: (ships > 1 ? sharedDocuments : limitDocuments)(target, decision),
      arrivals: pattern?.name ?? 'at-once',
      ...(pattern && { rate: pattern.rate && perSecond(pattern.rate), overMs: pattern.overMs, warped }),
      seed,
      calls: callsOf(jumps),
      clients: clients ?? 1,
      elapsedMs,
      ...(recorded !== undefined && { recorded }),
      ...sessionDocument({ ...session, clock }),
    },
    (style) =>
      [
        sessionLine(engine, clock, style),
        severalBurstView(
          {
            ship: ships > 1 ? `${target.ship} to ${targets.at(-1)!.ship}` : named.ship,
            ships,
            rule,
            limits,
            jumps,
            summary,
            counts,
            decision,
            pattern,
            seed,
            clients,
            elapsedMs,
          },
          style,
        ),
        ...recordedLine(ships > 1 ? null : named.ship, recorded, style),
        ...(remark === null ? [] : [wrapWords(remark, style.width)]),
      ].join('\n'),
  );
}

/** Sends the jumps, at a pace or at once. */
async function send(
  context: Context,
  session: Session,
  options: Settled,
  targets: readonly NamedTarget[],
  pattern: Pattern | null,
) {
  const limiters = targets.map(asLimiter);
  if (pattern) return sendPaced(context, session, options, limiters[0]!, pattern);
  if (options.warp) {
    needNamespace(session, context, 'A warped burst');
    await holdClock(session.engine, session.prefix);
  }
  const remark = options.warp && session.clock.mode === 'live' ? heldNow : null;
  const usual = Math.max(targets.length, roomOf(targets[0]!) + 2);
  const sent = await sendAtOnce(context, session, options, limiters, usual);
  return { ...sent, warped: false, remark };
}

/** How many jumps of cost 1 have room at once. */
function roomOf({ rule, limits }: NamedTarget): number {
  const rooms = limits.map(({ limit, capacity = limit }) => capacity);
  return rule === 'all-or-nothing' ? Math.min(...rooms) : rooms.reduce((sum, room) => sum + room, 0);
}
