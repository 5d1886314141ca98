import type { ArenaKeeper } from './arena-keeper.ts';
import { judge, type Breach, type Judged } from './judge.ts';
import { playSequence, type PlayOptions } from './play.ts';
import type { Played } from './played.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { nothingTried, triedBeside, type Tried } from './tried.ts';

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
  /** The least and the most of what was tried. */
  tried: Tried;
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

export function makeExaminer(
  keeper: ArenaKeeper,
  specimen: Specimen,
  tally: Tally = { traces: 0, jumps: 0, tried: nothingTried },
): Examiner {
  /** Whether the answers for which a TTL is blamed are the same where no key goes by its TTL. */
  async function sameIfKept(
    sequence: Sequence,
    { jumps }: Played,
    breaches: readonly Breach[],
  ): Promise<boolean> {
    if (specimen.convention.next) return false;
    const kept = await keeper.use((arena) => playSequence(arena, specimen, sequence, { kept: true }));
    return breaches
      .filter(({ forgot }) => forgot)
      .every(({ jump }) => JSON.stringify(kept.jumps[jump]!.answer) === JSON.stringify(jumps[jump]!.answer));
  }

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
        tally.tried = triedBeside(tally.tried, sequence);
        const toleranceMs = frozen ? 0 : 5;
        let { expected, breaches } = judgeFairly(specimen, sequence, played, toleranceMs);
        if (breaches.some(({ forgot }) => forgot) && (await sameIfKept(sequence, played, breaches)))
          ({ expected, breaches } = judgeFairly(specimen, sequence, { ...played, kept: true }, toleranceMs));
        steady = common(breaches, steady ?? breaches);
        if (!steady.length || frozen || attempt === attempts)
          return { sequence, played, judged: { expected, breaches: steady } };
      }
    },
  };
}
