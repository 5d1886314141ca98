import { readClock, type ClockReading } from '../engine/clock.ts';
import { gatewayPrefix, literalGlob, ownKey, partKey } from '../engine/namespace.ts';
import { listKeys, type KeyList } from '../engine/key-listing.ts';
import { readKey, type KeyState } from '../engine/keyspace.ts';
import { ReplyError } from '../engine/port.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { fleetTag } from '../limiter/several-keys.ts';
import { keysChanges, listChanges } from '../view/changes.ts';
import { escapeText, unescapeText } from '../view/escape.ts';
import { keyListDocument, keyListView } from '../view/key-list.ts';
import { goneLine, keyDocument, keyView } from '../view/key-state.ts';
import { sessionLine } from '../view/session.ts';
import { sessionDocument, withSession, type Context, type Session } from './context.ts';
import { twofold } from './twofold.ts';
import { chooseWatch, type Subject, type Watch } from './watch.ts';

interface InspectOptions {
  rows?: number;
  pattern?: string;
  watch?: boolean;
  every?: number;
}

/** Twice a second: jumps of a person are seen at once, and the server hardly notices. */
const everyByDefaultMs = 500;

/** A ship's keys, more than anybody has: a listing shows the others. */
const mostShipKeys = 20;

/** How the keys end that scripts make beside the one that they declare. */
const beside = twofold.map(({ declared, behind }) => declared + behind);

/** `hyperdrive inspect`: what a key, or each key of a ship, holds; without either, which keys there are. */
export async function run(
  context: Context,
  { rows = 20, pattern, watch = false, every }: InspectOptions,
  [name]: string[],
): Promise<void> {
  if (name !== undefined && pattern !== undefined) {
    throw new UsageError('A key shows what it holds, --pattern lists keys: leave one out.');
  }
  if (name === '') throw new UsageError('The key is empty: name one, or none for the list of keys.');
  if (every !== undefined && !watch)
    throw new UsageError('--every is for --watch: leave it out, or add that.');
  const show = watch ? chooseWatch(context) : showOnce(context);
  await withSession(context, async (session) => {
    try {
      const everyMs = every ?? everyByDefaultMs;
      if (name === undefined) await show(listOf(session, rows, pattern), everyMs);
      else await show(keysOf(session, rows, name), everyMs);
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      throw new HyperdriveError(
        `The server does not show ${name === undefined ? 'its keys' : `"${escapeText(name)}"`}: ${escapeText(error.message)}`,
        { cause: error },
      );
    }
  });
}

function showOnce({ result }: Context): Watch {
  return async ({ look, documents, views }) => {
    const seen = await look();
    for (const [i, document] of documents(seen).entries())
      result(document, (style) => views(seen, style)[i]!);
  };
}

function listOf(session: Session, rows: number, pattern: string | undefined): Subject<Listing> {
  const { engine, prefix } = session;
  const selection = {
    prefix,
    ...(pattern === undefined ? { gateways: gatewayPrefix(prefix), beside } : { pattern }),
  };
  return {
    async look() {
      const [clock, list] = await Promise.all([readClock(engine, prefix), listKeys(engine, selection, rows)]);
      return { clock, list };
    },
    changes(before, after) {
      const { marks, gone } = listChanges(before.list, after.list);
      return { marked: marks.some(Boolean), gone: gone > 0 };
    },
    documents: ({ clock, list }) => [{ ...sessionDocument({ ...session, clock }), ...keyListDocument(list) }],
    views({ clock, list }, style, before) {
      const watched = before && { changes: listChanges(before.list, list), grainMs: grainOf(clock) };
      return [`${sessionLine(engine, clock, style)}\n${keyListView(list, selection, style, watched)}`];
    },
  };
}

interface Listing {
  clock: ClockReading;
  list: KeyList;
}

function keysOf(session: Session, rows: number, name: string): Subject<KeyState[]> {
  return {
    look: () => find(session, rows, name),
    changes(before, after) {
      const { keys, gone } = keysChanges(before, after);
      return {
        marked: keys.some(({ mark }) => mark === '+' || mark === '*'),
        gone: gone > 0 || keys.some((key) => key.gone > 0 || key.mark === '-'),
      };
    },
    documents: (states) =>
      states.map((state) => ({
        ...sessionDocument({ ...session, clock: state.clock }),
        state: keyDocument(state),
      })),
    views(states, style, before) {
      const changes = before && keysChanges(before, states);
      const texts = states.map((state, i) => {
        const { clock } = state;
        const head = i === 0 ? sessionLine(session.engine, clock, style) : '';
        const watched = changes && { changes: changes.keys[i]!, grainMs: grainOf(clock) };
        return `${head}\n${keyView(state, clock, style, watched)}`;
      });
      return [...texts, ...goneLine(changes?.gone ?? 0, 'keys', style)];
    },
  };
}

/** Figures that count down are redrawn: in whole seconds, so that they can be read. A held clock stands still. */
function grainOf({ mode }: ClockReading): number {
  return mode === 'live' ? 1_000 : 1;
}

/**
 * A name without a colon is a ship first, and then a key; a name with one is a key. What does not exist may be written
 * with the escapes that views show. Never empty: where nothing exists, the likeliest key says so.
 */
async function find(session: Session, rows: number, name: string): Promise<KeyState[]> {
  const { engine, prefix } = session;
  const read = (key: string | Buffer) => readKey(engine, prefix, key, { rows });
  const isShip = !name.includes(':');
  if (isShip) {
    const states = (await Promise.all((await shipKeys(session, name)).map(read))).filter(exists);
    if (states.length) return states;
  }
  const literal = await read(name);
  if (exists(literal)) return [literal];
  const unescaped = unescapeText(name);
  if (!unescaped.equals(Buffer.from(name))) {
    const state = await read(unescaped);
    if (exists(state)) return [state];
  }
  return [isShip ? await read(ownKey(prefix, name)) : literal];
}

async function shipKeys({ engine, prefix }: Session, ship: string): Promise<(string | Buffer)[]> {
  const places = [partKey(prefix, ship, ''), partKey(prefix, fleetTag, ship, '')];
  const listings = await Promise.all(
    places.map((place) => listKeys(engine, { prefix, pattern: `${literalGlob(place)}*` }, mostShipKeys)),
  );
  const named = listings
    .flatMap(({ keys }) => keys)
    .map(({ name }) => name)
    .filter(({ head, length }) => head.length === length);
  return [ownKey(prefix, ship), ...named.map(({ head }) => head)];
}

function exists({ type }: KeyState): boolean {
  return type !== 'none';
}
