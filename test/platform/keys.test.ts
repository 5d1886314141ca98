import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import { keyReader } from '../../src/platform/keys.ts';

/** A terminal's input: what is written to it is typed. */
function makeTerminal(typedBefore = '') {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => void modes.push(raw) });
  const stop = new AbortController();
  const nextKey = keyReader(stdin, () => Buffer.from(typedBefore));
  return { stdin, stop, modes, nextKey, next: () => nextKey(stop.signal) };
}

/** Lets a stream hand on what it has. */
const soon = () => new Promise<void>((settle) => setImmediate(settle));

async function names(typed: string, count: number): Promise<(string | null)[]> {
  const { stdin, next, stop } = makeTerminal();
  const first = next();
  stdin.write(typed);
  const found = [await first];
  while (found.length < count) found.push(await next());
  stop.abort();
  return found;
}

describe('a key', () => {
  it.each([
    [' ', 'space'],
    ['q', 'q'],
    ['Q', 'q'],
    ['7', '7'],
    ['?', '?'],
    ['é', 'é'],
    ['\r', 'return'],
    ['\n', 'return'],
    ['\u001b[A', 'up'],
    ['\u001b[15~', 'f5'],
    ['\u001bq', 'meta-q'],
    ['\u0011', 'ctrl-q'],
    ['\u001b[200~make it so\r q\u001b[201~', 'paste'],
  ])('%j is %s', async (typed, name) => expect(await names(`${typed}x`, 2)).toEqual([name, 'x']));

  it('may be escape alone', async () => expect(await names('\u001b', 1)).toEqual(['escape']));

  it('that is pressed between two calls waits for the next', async () => {
    expect(await names('ab ', 3)).toEqual(['a', 'b', 'space']);
  });
});

describe('the end', () => {
  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C in a paste', '\u001b[200~x\u0003'],
  ])('by %s is an interruption', async (_, typed) => {
    const { stdin, next } = makeTerminal();
    const key = next();
    stdin.write(typed);
    await expect(key).rejects.toThrow(Interrupted);
  });

  it('of the input is an interruption, also for who asks later', async () => {
    const { stdin, next, stop, nextKey } = makeTerminal();
    const key = next();
    stdin.end();
    await expect(key).rejects.toThrow(Interrupted);
    stop.abort();
    await expect(nextKey(new AbortController().signal)).rejects.toThrow(Interrupted);
  });

  it('by the signal answers null, and gives the terminal back once', async () => {
    const { stdin, next, stop, modes } = makeTerminal();
    const key = next();
    stop.abort();
    expect(await key).toBeNull();
    expect(await next()).toBeNull();
    expect(modes).toEqual([true, false]);
    expect(stdin.isPaused()).toBe(true);
    expect(stdin.listenerCount('keypress')).toBe(0);
  });
});

describe('what nobody asked for', () => {
  it('stays for who reads next: typed before, and behind the answer', async () => {
    const { stdin, next, stop } = makeTerminal('\r');
    const key = next();
    stdin.write('qjump\r');
    expect(await key).toBe('q');
    stop.abort();
    await soon();
    expect(String(stdin.read())).toBe('\rjump\r');
  });

  it('was read but not used by the one before: it is no answer either', async () => {
    const { stdin, next, stop, nextKey } = makeTerminal();
    const key = next();
    stdin.write('qx');
    await key;
    stop.abort();
    const again = new AbortController();
    const fresh = nextKey(again.signal);
    stdin.write('y');
    expect(await fresh).toBe('y');
    again.abort();
    expect(String(stdin.read())).toBe('x');
  });
});

it('listens once for all calls, however many', async () => {
  const { stdin, next, stop, modes } = makeTerminal();
  for (let i = 0; i < 20; i++) {
    const key = next();
    stdin.write('x');
    await key;
  }
  expect(modes).toEqual([true]);
  stop.abort();
});
