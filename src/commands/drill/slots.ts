import { allOrNothing } from '../../algorithms/combined.ts';
import { findAlgorithm } from '../../algorithms/index.ts';
import { checkShip, root as prefix } from '../../engine/namespace.ts';
import { makeScript } from '../../limiter/script.ts';
import { readSeveral, severalArgs, severalFile } from '../../limiter/several.ts';
import { drillSlots, limits, type SlotsOptions } from '../../traffic/slots.ts';
import { slotsView, type SlotsPart } from '../../view/drill-slots.ts';
import type { Context } from '../context.ts';
import { untaggedKey } from '../target.ts';
import { onCluster } from './on-cluster.ts';

interface Options {
  show?: SlotsPart;
}

/** More names than one would type. */
const defaultShips = ['enterprise', 'falcon', 'tardis'];

/** `hyperdrive drill slots`: where ships' keys are on a cluster, and what it says to scripts whose keys are apart. */
export async function run(context: Context, { show }: Options, names: string[]): Promise<void> {
  const ships = [...new Set(names.length ? names.map(checkShip) : defaultShips)];
  // Nobody else is on this cluster, and a namespace would be part of each slot: the same ships are in the same slots for all.
  const options: SlotsOptions = { prefix, ships, ...callers(context) };
  const { outcome, server, document } = await onCluster(context, ({ engine }) => drillSlots(engine, options));
  context.result({ drill: 'slots', ...outcome, ...document }, (style) =>
    slotsView(outcome, server, style, show),
  );
}

/** The scripts that are called: two limits at once, and the published bucket that does not declare its second key. */
function callers({ deps }: Context): Pick<SlotsOptions, 'twoLimits' | 'undeclared'> {
  const scriptOf = (path: string) => makeScript(path, deps.packageFile(path));
  const { rule } = allOrNothing;
  const bucket = findAlgorithm('flawed/undeclared-key');
  const call = {
    drive: { algorithm: bucket.name, limit: 10, periodMs: 60_000 },
    cost: 1,
    heldMs: null,
    callerMs: deps.now(),
  };
  return {
    twoLimits: {
      script: scriptOf(severalFile(rule)),
      args: severalArgs({ limits, cost: 1, heldMs: null }),
      allowed: (reply) => readSeveral(rule, reply, limits.length).allowed,
    },
    undeclared: {
      script: scriptOf(`lua/${bucket.name}.lua`),
      args: bucket.args(call),
      allowed: (reply) => bucket.read(reply, call).allowed,
      keysOf: (ship) => {
        const key = untaggedKey(prefix, ship, bucket);
        return [key, key + bucket.flaw!.undeclared!];
      },
    },
  };
}
