import { readKey } from '../engine/keyspace.ts';
import { burst, summarize } from '../traffic/burst.ts';
import { burstView } from '../view/burst.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { sessionLine } from '../view/session.ts';
import { sessionDocument, withSession, type Context } from './context.ts';
import { chooseTarget, rowsAfterJumps, type TargetOptions } from './target.ts';

interface BurstOptions extends TargetOptions {
  count?: number;
  clients?: number;
  cost?: number;
}

/** Beyond this a burst on one machine measures the machine. */
const defaultClients = 10;
/** A limit of a million is no reason to send a million jumps unasked. */
const mostByDefault = 1_000;

/** `hyperdrive burst`: many jumps at once, their totals, and the state of the key. */
export async function run(context: Context, options: BurstOptions, [argument]: string[]): Promise<void> {
  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    const cost = options.cost ?? 1;
    const target = await chooseTarget(context, options, argument, prefix, cost);
    const { ship, key, drive } = target;
    const count = options.count ?? Math.min(drive.limit + 2, mostByDefault);
    const clients = Math.min(count, options.clients ?? defaultClients);
    const { now } = context.deps;
    let startedMs = now();
    const ready = () => {
      startedMs = now();
    };
    // One arrival time for all: they come at once, whatever order they are answered in.
    const jumps = await burst(engine, target, { prefix, cost, count, clients, arrivedMs: startedMs, ready });
    const elapsedMs = now() - startedMs;
    const state = await readKey(engine, prefix, key, { rows: rowsAfterJumps });
    const { clock } = state;
    const summary = summarize(jumps);

    if (context.options.json) for (const one of jumps) context.result({ ...one }, () => '');
    context.result(
      {
        summary: true,
        ship,
        key,
        ...drive,
        cost,
        ...summary,
        clients,
        elapsedMs,
        ...sessionDocument({ ...session, clock }),
        state: keyDocument(state),
      },
      (style) =>
        [
          sessionLine(engine, clock, style),
          burstView(ship, drive, jumps, summary, { clients, elapsedMs }, style),
          '',
          keyView(state, clock, style),
        ].join('\n'),
    );
  });
}
