import { account, candidatesIn, type Broken, type Candidate } from './account.ts';
import type { AttackOptions } from './attack.ts';
import { namesArgument } from './bad-arguments.ts';
import type { Trial } from './battery.ts';
import type { Examined, Examiner } from './examine.ts';
import { guarded } from './fallen.ts';
import type { Sequence } from './sequence.ts';
import { suspicions } from './suspicion.ts';
import type { Finding, Law } from './verdict.ts';

/** Goes through trials until one breaks a law. */
export interface Hunt {
  /**
   * Plays all trials, and tells the first law that any of them breaks; null where none does. `as`: whatever breaks, it is
   * this law that did. `from` and `to` are shares of the whole attack, for its progress.
   */
  through(trials: readonly Trial[], from: number, to: number, as?: Law): Promise<Broken | null>;
  /** The name of the first trial in which more is admitted than is due; null where none is. */
  tooManyIn(trials: readonly Trial[]): Promise<string | null>;
  /** Work on this sequence; where the server falls over it, that is the finding. */
  guarded(sequence: Sequence, work: () => Promise<Finding | null>): Promise<Finding | null>;
  /** Arguments that were refused without a word on which of them. */
  readonly nameless: ReadonlySet<string>;
}

/** Breaks after which there is nothing to be learned from more traffic. */
const hopeless: ReadonlySet<Law> = new Set(['compiles', 'commands', 'ends', 'memory', 'keys']);
/** A key that goes too early does so after most jumps: few of them are followed up. */
const mostSuspicions = 2;

/** Where time goes on inside a transaction, a key of less than this may go in the middle of one. */
const shortestMs = 1_000;

/** `frozenTime`: whether the server's time stands still inside a transaction. */
export function makeHunt(examiner: Examiner, options: AttackOptions, frozenTime: boolean): Hunt {
  const isSteady = ({ drive }: Sequence) =>
    frozenTime || drive.periodMs >= shortestMs || examiner.specimen.convention.fixed.periodMs !== undefined;
  const { specimen, tally } = examiner;
  const nameless = new Set<string>();

  async function candidatesOf(sequence: Sequence, as: Law | undefined): Promise<Candidate[]> {
    const examined = await examiner.examine(sequence);
    noteNameless(examined);
    const found = candidatesIn(examiner, examined, as);
    if (as || found.some(({ law }) => law === 'ttl' || law === 'decision')) return found;
    for (const suspicion of suspicions(specimen, examined).slice(0, mostSuspicions)) {
      const followed = candidatesIn(examiner, await examiner.examine(suspicion));
      found.push(...followed.filter(({ law }) => law === 'ttl'));
    }
    return found;
  }

  function noteNameless({ sequence, played }: Examined): void {
    for (const [index, { argument }] of sequence.jumps.entries()) {
      const error = argument && played.jumps[index]!.error;
      if (error && !namesArgument(error, argument.name)) nameless.add(argument.name);
    }
  }

  return {
    nameless,
    async guarded(sequence, work) {
      const came = await guarded(examiner, sequence, work);
      return 'fell' in came ? came.fell : came.done;
    },
    async through(trials, from, to, as) {
      const found: Candidate[] = [];
      for (const [index, { name, sequence }] of trials.entries()) {
        if (!isSteady(sequence)) continue;
        options.progress?.({ trying: name, ...tally, share: from + ((to - from) * index) / trials.length });
        const came = await guarded(examiner, sequence, () => candidatesOf(sequence, as));
        if ('fell' in came) return { finding: came.fell, diagnosis: null };
        found.push(...came.done);
        // It gets no better from here, and each jump may take seconds.
        if (found.some(({ law }) => hopeless.has(law))) break;
      }
      return found.length ? account(examiner, found, options, as) : null;
    },
    async tooManyIn(trials) {
      for (const { name, sequence } of trials) {
        const { played, judged } = await examiner.examine(sequence);
        const breach = judged.breaches.find(({ law }) => law === 'decision' || law === 'ttl');
        if (breach && played.jumps[breach.jump]!.answer?.allowed) return name;
      }
      return null;
    },
  };
}
