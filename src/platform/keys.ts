import { closeSync, constants, openSync, readSync } from 'node:fs';
import { emitKeypressEvents, type Key } from 'node:readline';
import type { Readable } from 'node:stream';
import { Interrupted } from '../errors.ts';

/** The input of a terminal. */
export type KeySource = Readable & { setRawMode(raw: boolean): unknown };

/** A key, and what the terminal sent for it. */
interface Pressed {
  name: string;
  sequence: string;
}

interface Caller {
  settle(key: string | null): void;
  refuse(error: Interrupted): void;
}

/** Ctrl-C, Ctrl-D, and a terminal that went away: nobody can answer any more. */
const endings = new Set(['ctrl-c', 'ctrl-d']);

/**
 * `Deps.nextKey` over a terminal. The terminal is in raw mode from the first call until a signal of a call aborts: keys that
 * are pressed between two calls wait for the next. What was typed before is no answer; it stays for whoever reads then.
 */
export function keyReader(
  stdin: KeySource,
  typedBefore: () => Buffer = typedAhead,
): (signal: AbortSignal) => Promise<string | null> {
  let listening: Listening | null = null;
  return (signal) =>
    new Promise((settle, refuse) => {
      if (signal.aborted) return settle(null);
      const current = (listening ??= listen(stdin, typedBefore));
      if (!current.signals.has(signal)) {
        current.signals.add(signal);
        signal.addEventListener('abort', () => {
          if (listening !== current) return;
          listening = null;
          current.close();
        });
      }
      current.ask({ settle, refuse });
    });
}

interface Listening {
  /** Those that end it. */
  signals: Set<AbortSignal>;
  ask(caller: Caller): void;
  /** Gives the terminal back. */
  close(): void;
}

function listen(stdin: KeySource, typedBefore: () => Buffer): Listening {
  const pressed: Pressed[] = [];
  const callers: Caller[] = [];
  const deliver = (): void => {
    while (pressed.length && callers.length) {
      const { name } = pressed.shift()!;
      const caller = callers.shift()!;
      if (endings.has(name)) caller.refuse(new Interrupted());
      else caller.settle(name);
    }
  };
  const press = (key: Pressed): void => {
    pressed.push(key);
    deliver();
  };
  const whole = wholePastes(press);
  const onKey = (text: string | undefined, key: Key): void =>
    whole({ name: nameOf(text, key), sequence: key.sequence ?? text ?? '' });
  const gone = (): void => press({ name: 'ctrl-d', sequence: '' });

  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  // All of it is at hand now: without raw mode the terminal keeps a line to itself until Enter.
  const early = Buffer.concat([...(stdin.readableLength ? [bytes(stdin.read())] : []), typedBefore()]);
  stdin.on('keypress', onKey);
  stdin.on('end', gone);
  stdin.on('error', gone);
  stdin.resume();
  if (stdin.readableEnded) gone();

  return {
    signals: new Set(),
    ask(caller) {
      callers.push(caller);
      deliver();
    },
    close() {
      stdin.off('keypress', onKey);
      stdin.off('end', gone);
      stdin.off('error', gone);
      stdin.setRawMode(false);
      stdin.pause();
      const unread = Buffer.concat([
        early,
        ...pressed.splice(0).map(({ sequence }) => Buffer.from(sequence)),
      ]);
      if (unread.length && !stdin.readableEnded) stdin.unshift(unread);
      for (const caller of callers.splice(0)) caller.settle(null);
    },
  };
}

/** What is pasted is one key, however long; a Ctrl-C in it is a Ctrl-C. */
function wholePastes(press: (key: Pressed) => void): (key: Pressed) => void {
  let paste: string | null = null;
  return (key) => {
    if (endings.has(key.name)) {
      paste = null;
      press(key);
    } else if (key.name === 'paste-start') {
      paste = key.sequence;
    } else if (paste === null) {
      press(key);
    } else {
      paste += key.sequence;
      if (key.name !== 'paste-end') return;
      press({ name: 'paste', sequence: paste });
      paste = null;
    }
  };
}

function nameOf(text: string | undefined, { name, ctrl, meta }: Key): string {
  // Node takes a lone escape for Alt and nothing.
  if (name === 'escape') return name;
  const plain = name === 'enter' ? 'return' : (name ?? text ?? 'unknown');
  return `${ctrl ? 'ctrl-' : ''}${meta ? 'meta-' : ''}${plain}`;
}

function bytes(chunk: Buffer | string): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** What waits in the terminal, without waiting for more. Through a descriptor of its own: that of stdin would block. */
function typedAhead(): Buffer {
  const pieces: Buffer[] = [];
  try {
    const terminal = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      for (;;) {
        const piece = Buffer.alloc(1_024);
        const length = readSync(terminal, piece);
        if (!length) break;
        pieces.push(piece.subarray(0, length));
      }
    } finally {
      closeSync(terminal);
    }
  } catch {
    // Nothing more is there, or no such terminal.
  }
  return Buffer.concat(pieces);
}
