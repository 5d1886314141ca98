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

/** Where time goes on inside a transaction, a TTL may be late: what is wrong with a script goes wrong every time. */
const attempts = 4;

export function makeExaminer(keeper: ArenaKeeper, specimen: Specimen): Examiner {
  const tally = { traces: 0, jumps: 0 };
  return {
    specimen,
    keeper,
    tally,
    async examine(sequence, options) {
      let always: readonly Breach[] | null = null;
      for (let attempt = 1; ; attempt++) {
        const { played, frozen } = await keeper.use(async (arena) => ({
          played: await playSequence(arena, specimen, sequence, options),
          frozen: arena.capabilities.frozenTime,
        }));
        tally.traces++;
        tally.jumps += sequence.jumps.length;
        const judged = judge(specimen, sequence, played, frozen ? 0 : 5);
        always = judged.breaches.filter((one) => always?.some((other) => isSame(one, other)) ?? true);
        if (!always.length || frozen || attempt === attempts)
          return { sequence, played, judged: { ...judged, breaches: always } };
      }
    },
  };
}

const isSame = (one: Breach, other: Breach): boolean => one.law === other.law && one.jump === other.jump;
