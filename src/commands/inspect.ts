import { literalGlob, ownKey, partKey } from '../engine/namespace.ts';
import { listKeys } from '../engine/key-listing.ts';
import { readKey, type KeyState } from '../engine/keyspace.ts';
import { ReplyError } from '../engine/port.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { escapeText, unescapeText } from '../view/escape.ts';
import { keyListDocument, keyListView } from '../view/key-list.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { sessionLine } from '../view/session.ts';
import { sessionDocument, withSession, type Context, type Session } from './context.ts';

interface InspectOptions {
  rows?: number;
  pattern?: string;
}

/** A ship's keys, more than anybody has: a listing shows the others. */
const mostShipKeys = 20;

/** `hyperdrive inspect`: what a key, or each key of a ship, holds; without either, which keys there are. */
export async function run(
  context: Context,
  { rows = 20, pattern }: InspectOptions,
  [name]: string[],
): Promise<void> {
  if (name !== undefined && pattern !== undefined) {
    throw new UsageError('A key shows what it holds, --pattern lists keys: leave one out.');
  }
  if (name === '') throw new UsageError('The key is empty: name one, or none for the list of keys.');
  await withSession(context, async (session) => {
    try {
      if (name === undefined) await list(context, session, rows, pattern);
      else await show(context, session, rows, name);
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      throw new HyperdriveError(
        `The server does not show ${name === undefined ? 'its keys' : `"${escapeText(name)}"`}: ${escapeText(error.message)}`,
        { cause: error },
      );
    }
  });
}

async function list(
  context: Context,
  session: Session,
  rows: number,
  pattern: string | undefined,
): Promise<void> {
  const { engine, prefix, clock } = session;
  const selection = { prefix, ...(pattern !== undefined && { pattern }) };
  const found = await listKeys(engine, selection, rows);
  context.result({ ...sessionDocument(session), ...keyListDocument(found) }, (style) =>
    [sessionLine(engine, clock, style), keyListView(found, selection, style)].join('\n'),
  );
}

async function show(context: Context, session: Session, rows: number, name: string): Promise<void> {
  const { engine, clock } = session;
  for (const [i, state] of (await find(session, rows, name)).entries()) {
    context.result(
      { ...sessionDocument({ ...session, clock: state.clock }), state: keyDocument(state) },
      (style) =>
        [...(i === 0 ? [sessionLine(engine, clock, style)] : ['']), keyView(state, state.clock, style)].join(
          '\n',
        ),
    );
  }
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
  const pattern = `${literalGlob(partKey(prefix, ship, ''))}*`;
  const { keys } = await listKeys(engine, { prefix, pattern }, mostShipKeys);
  const named = keys.map(({ name }) => name).filter(({ head, length }) => head.length === length);
  return [ownKey(prefix, ship), ...named.map(({ head }) => head)];
}

function exists({ type }: KeyState): boolean {
  return type !== 'none';
}
