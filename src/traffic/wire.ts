import type { Command, Connection, Engine } from '../engine/port.ts';
import { bytesOf } from '../engine/resp.ts';
import type { Script } from '../limiter/script.ts';

/** One decision, again and again. */
export interface WireOptions {
  script: Script;
  key: string;
  /** ARGV. */
  args: readonly string[];
  rounds: number;
  /** A clock's pace in ms, with fractions. */
  stopwatch(): number;
  /** Told how many rounds are over. */
  progress?(done: number): void;
}

/** What a decision costs on its way. Bytes are those that the client sends; times are from its sending to its answer. */
export interface Wire {
  bytesSha: number;
  bytesText: number;
  bytesRatio: number;
  /** By SHA, over a connection that is kept. */
  keptMicros: number;
  /** By the whole text, over a connection that is kept. */
  textMicros: number;
  /** By SHA, over a connection of its own, which is opened for it and closed behind it. */
  freshMicros: number;
  textRatio: number;
  freshRatio: number;
}

/** So many of each kept kind in a round, and one over a connection of its own. */
const perRound = 3;
/** Not counted: code that runs for the first times is slow. */
const warmUpRounds = 10;

/**
 * Measures on the engine what a decision costs by SHA and by text, and over connections that are kept and that are not: in
 * turns, so that a busy moment hits all alike, and as medians.
 */
export async function measureWire(engine: Engine, options: WireOptions): Promise<Wire> {
  const { script, key, args, rounds, stopwatch, progress } = options;
  const bySha: Command = ['EVALSHA', script.sha, 1, key, ...args];
  const byText: Command = ['EVAL', script.text, 1, key, ...args];
  const timed = async (decide: () => Promise<unknown>): Promise<number> => {
    const startMs = stopwatch();
    await decide();
    return (stopwatch() - startMs) * 1_000;
  };
  const micros = { kept: [] as number[], text: [] as number[], fresh: [] as number[] };
  // The server knows the script from then on.
  await engine.call(...byText);
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    if (round === 1) for (const times of Object.values(micros)) times.length = 0;
    for (let turn = 0; turn < perRound; turn++) {
      // Neither always comes behind the other, nor behind the new connection.
      const order = (round + turn) % 2 === 0 ? (['kept', 'text'] as const) : (['text', 'kept'] as const);
      for (const way of order) {
        micros[way].push(await timed(() => engine.call(...(way === 'kept' ? bySha : byText))));
      }
    }
    micros.fresh.push(await timed(() => overItsOwn(engine, bySha)));
    progress?.(Math.max(0, round));
  }
  const [kept, text, fresh] = [median(micros.kept), median(micros.text), median(micros.fresh)];
  const [bytesSha, bytesText] = [bytesOf(bySha), bytesOf(byText)];
  return {
    bytesSha,
    bytesText,
    bytesRatio: hundredths(bytesText / bytesSha),
    keptMicros: hundredths(kept),
    textMicros: hundredths(text),
    freshMicros: hundredths(fresh),
    textRatio: hundredths(text / kept),
    freshRatio: hundredths(fresh / kept),
  };
}

async function overItsOwn(engine: Engine, command: Command): Promise<void> {
  const connection: Connection = await engine.connect();
  try {
    await connection.call(...command);
  } finally {
    connection.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** What is beyond is noise. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
