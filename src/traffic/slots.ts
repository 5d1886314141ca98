import { shipApart, shipInLuck, type Apart } from '../engine/cluster/apart.ts';
import { ownKey } from '../engine/namespace.ts';
import { ReplyError, type Engine, type Reply } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import { clusterRefusal } from '../limiter/cluster-refusal.ts';
import { runLive, type Script } from '../limiter/script.ts';
import type { NamedLimit } from '../limiter/several.ts';
import { severalKeys } from '../limiter/several-keys.ts';

/** A key, its slot, and the number of the primary that serves it: the first slots are number 1's. */
export interface Placed {
  key: string;
  slot: number;
  node: number;
}

export interface ShipPlaces {
  ship: string;
  /** Of its only limiter. */
  own: Placed;
  /** Of two limits, named as one would: nothing holds them together. */
  bare: Placed[];
  /** The same with the ship in braces. */
  tagged: Placed[];
  /** The same where one of the limits is the fleet's. */
  shared: Placed[];
}

export interface Places {
  primaries: { node: number; address: string; from: number; to: number }[];
  ships: ShipPlaces[];
  /** How many of the primaries the ships' own keys are on, and how many where the fleet shares a limit. */
  nodes: { own: number; shared: number };
}

/** One script call, and what the node that got it said. */
export interface Tried {
  keys: Placed[];
  /** Null where it was refused. */
  allowed: boolean | null;
  failed: boolean;
  /** The server's own words. */
  error: string | null;
  /** What they mean, and what to do. */
  meaning: string | null;
}

/** The same of a ship that was looked for. */
export interface TriedShip extends Tried {
  ship: string;
}

/** What is asked of the cluster: where these ships' keys are, and what its nodes say to two scripts. */
export interface SlotsOptions {
  prefix: string;
  ships: readonly string[];
  /** Two limits in one call. */
  twoLimits: Caller;
  /** Called with the first of its keys, it uses both. */
  undeclared: Caller & { keysOf(ship: string): readonly [declared: string, undeclared: string] };
}

/** A script, its arguments, and how its reply is read. */
export interface Caller {
  script: Script;
  args: readonly string[];
  allowed(reply: Reply): boolean;
}

export interface SlotsReport extends Places {
  /** Two limits of the first ship in one call, their keys named as one would, and with the ship in braces. */
  crossslot: Tried;
  tagged: Tried;
  /** The script that declares one of its two keys, of a ship whose keys are on two nodes, and of one whose keys share one. */
  undeclared: { apart: TriedShip; luck: TriedShip };
}

const perSecond = { name: 'per-second', limit: 2, periodMs: 1_000, shared: false };
const perDay = { name: 'per-day', limit: 100, periodMs: 86_400_000, shared: false };
/** Those that a ship has here. */
export const limits: readonly NamedLimit[] = [perSecond, perDay];

/** Looks up a few ships' keys on a cluster, and has its nodes run scripts on keys that are and are not together. */
export async function drillSlots(engine: Engine, options: SlotsOptions): Promise<SlotsReport> {
  const { prefix, ships, twoLimits, undeclared } = options;
  const { cluster } = engine;
  if (!cluster) throw new HyperdriveError(`${engine.address} is no cluster, and only a cluster has slots.`);
  const primaries = await primariesOf(engine);
  const placed = (key: string): Placed => {
    const { slot, node } = cluster.placeOf(key);
    return { key, slot, node: primaries.find(({ address }) => address === node)?.node ?? 0 };
  };

  /** Calls a script with the first keys; the others are used by it all the same. */
  async function attempt(keys: readonly string[], count: number, caller: Caller): Promise<Tried> {
    const tried = { keys: keys.map(placed), allowed: null, failed: false, error: null, meaning: null };
    try {
      const reply = await runLive(engine, caller.script, keys.slice(0, count), caller.args);
      return { ...tried, allowed: caller.allowed(reply) };
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      return { ...tried, failed: true, error: error.message, meaning: clusterRefusal(error.message) };
    }
  }

  async function withoutDeclaring(found: Apart | null): Promise<TriedShip> {
    if (!found) throw new HyperdriveError('No ship of a thousand has such keys: the cluster is too small.');
    const { ship } = found;
    return { ship, ...(await attempt(undeclared.keysOf(ship), 1, undeclared)) };
  }

  const places = ships.map((ship): ShipPlaces => ({
    ship,
    own: placed(ownKey(prefix, ship)),
    bare: limits.map(({ name }) => placed(`${ownKey(prefix, ship)}:${name}`)),
    tagged: severalKeys(prefix, ship, limits).map(placed),
    shared: severalKeys(prefix, ship, [perDay, { ...perDay, name: 'everyone', shared: true }]).map(placed),
  }));
  const [first] = places;
  const both = (keys: readonly Placed[]) =>
    attempt(
      keys.map(({ key }) => key),
      keys.length,
      twoLimits,
    );
  return {
    primaries,
    ships: places,
    nodes: {
      own: nodesOf(places.map(({ own }) => own)),
      shared: nodesOf(places.flatMap(({ shared }) => shared)),
    },
    crossslot: await both(first!.bare),
    tagged: await both(first!.tagged),
    undeclared: {
      apart: await withoutDeclaring(shipApart(cluster, ships, undeclared.keysOf)),
      luck: await withoutDeclaring(shipInLuck(cluster, ships, undeclared.keysOf)),
    },
  };
}

function nodesOf(keys: readonly Placed[]): number {
  return new Set(keys.map(({ node }) => node)).size;
}

type Range = [from: number, to: number, primary: [host: string, port: number, ...unknown[]]];

/** The primaries in the order of their slots, as one of them tells it. */
async function primariesOf(engine: Engine): Promise<Places['primaries']> {
  const ranges = (await engine.call('CLUSTER', 'SLOTS')) as Range[];
  return ranges
    .sort(([a], [b]) => a - b)
    .map(([from, to, [host, port]], index) => ({ node: index + 1, address: `${host}:${port}`, from, to }));
}
