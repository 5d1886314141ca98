import type { ArenaKeeper } from './arena-keeper.ts';
import { judge, type Breach, type Judged } from './judge.ts';
import { playSequence, type PlayOptions } from './play.ts';
import type { Played } from './played.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** A sequence as it went, and what that means. */
export interface Examined {
  sequence: Sequence;
  played: Played;
  judged: Judged;
}

/** What has been tried so far. */
export interface Tally {
  traces: number;
  jumps: number;
}

/** Plays sequences and judges them. */
export interface Examiner {
  readonly specimen: Specimen;
  readonly keeper: ArenaKeeper;
  readonly tally: Tally;
  examine(sequence: Sequence, options?: PlayOptions): Promise<Examined>;
}

/**
 * As `judge`. A script may go by whole ms or by µs: where jumps are some µs apart, what breaks a law must do so by the one and by
 * the other.
 */
function judgeFairly(specimen: Specimen, sequence: Sequence, played: Played, toleranceMs: number): Judged {
  const { apartUs, ...wholeMs } = played;
  const judged = judge(specimen, sequence, played, toleranceMs);
  if (!apartUs || !judged.breaches.length) return judged;
  const other = judge(specimen, sequence, wholeMs, toleranceMs).breaches;
  return { ...judged, breaches: common(judged.breaches, other) };
}

/** The breaches that are among others too. */
const common = (breaches: readonly Breach[], others: readonly Breach[]): readonly Breach[] =>
  breaches.filter(({ law, jump }) => others.some((one) => one.law === law && one.jump === jump));

/** Where time goes on inside a transaction, a TTL may be late: what is wrong with a script goes wrong every time. */
const attempts = 4;

export function makeExaminer(keeper: ArenaKeeper, specimen: Specimen): Examiner {
  const tally = { traces: 0, jumps: 0 };
  return {
    specimen,
    keeper,
    tally,
    async examine(sequence, options) {
      // What is not there each time says nothing of the script.
      let steady: readonly Breach[] | null = null;
      for (let attempt = 1; ; attempt++) {
        const { played, frozen } = await keeper.use(async (arena) => ({
          played: await playSequence(arena, specimen, sequence, options),
          frozen: arena.capabilities.frozenTime,
        }));
        tally.traces++;
        tally.jumps += sequence.jumps.length;
        const { expected, breaches } = judgeFairly(specimen, sequence, played, frozen ? 0 : 5);
        steady = common(breaches, steady ?? breaches);
        if (!steady.length || frozen || attempt === attempts)
          return { sequence, played, judged: { expected, breaches: steady } };
      }
    },
  };
}
