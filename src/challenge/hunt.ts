import { ArenaFell } from '../engine/arena.ts';
import type { AttackOptions } from './attack.ts';
import { namesArgument } from './bad-arguments.ts';
import type { Trial } from './battery.ts';
import type { Examined, Examiner } from './examine.ts';
import { fallenFinding } from './fallen.ts';
import type { Breach } from './judge.ts';
import { simulatesTime, type PlayOptions } from './play.ts';
import { onTheRealClock } from './real-clock.ts';
import type { Sequence } from './sequence.ts';
import { shrink } from './shrink.ts';
import { suspicions } from './suspicion.ts';
import { tellFinding } from './tell.ts';
import { laws, type Finding, type Law } from './verdict.ts';

/** Goes through trials until one breaks a law, and makes of it the smallest finding. */
export interface Hunt {
  /**
   * Plays all trials, and tells the first law that any of them breaks; null where none does. `as`: whatever breaks, it is
   * this law that did. `from` and `to` are shares of the whole attack, for its progress.
   */
  through(trials: readonly Trial[], from: number, to: number, as?: Law): Promise<Finding | null>;
  /** The name of the first trial in which more is admitted than is due; null where none is. */
  tooManyIn(trials: readonly Trial[]): Promise<string | null>;
  /** Work on this sequence; where the server falls over it, that is the finding. */
  guarded(sequence: Sequence, work: () => Promise<Finding | null>): Promise<Finding | null>;
  /** The finding of what was examined, as a breach of this law, without a look for a smaller one. */
  tell(examined: Examined, law: Law, seen: Finding['seen']): Finding;
  /** Arguments that were refused without a word on which of them. */
  readonly nameless: ReadonlySet<string>;
}

/** As many sequences as are played to find a smaller one. */
const mostTries = 400;

/** Breaks after which there is nothing to be learned from more traffic. */
const hopeless: ReadonlySet<Law> = new Set(['compiles', 'commands', 'ends', 'memory', 'keys']);

interface Candidate {
  law: Law;
  sequence: Sequence;
}

export function makeHunt(examiner: Examiner, options: AttackOptions): Hunt {
  const { specimen, keeper, tally } = examiner;
  const nameless = new Set<string>();

  const guarded: Hunt['guarded'] = async (sequence, work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ArenaFell) return fallenFinding(keeper, specimen, sequence, error.fall);
      throw error;
    }
  };

  /** What a sequence breaks, that it does so with its last jump. */
  async function candidatesOf(sequence: Sequence, as: Law | undefined): Promise<Candidate[]> {
    const examined = await examiner.examine(sequence);
    noteNameless(examined);
    const found = examined.judged.breaches.map((breach) => candidate(sequence, breach, as));
    if (as || found.some(({ law }) => law === 'ttl' || law === 'decision')) return found;
    for (const suspicion of suspicions(specimen, examined).slice(0, 2)) {
      const { judged } = await examiner.examine(suspicion);
      found.push(
        ...judged.breaches.filter(({ law }) => law === 'ttl').map((breach) => candidate(suspicion, breach)),
      );
    }
    return found;
  }

  function noteNameless({ sequence, played }: Examined): void {
    for (const [index, { argument }] of sequence.jumps.entries()) {
      const error = argument && played.jumps[index]!.error;
      if (error && !namesArgument(error, argument.name)) nameless.add(argument.name);
    }
  }

  const breachOf = (breaches: readonly Breach[], law: Law, as: Law | undefined) =>
    as ? breaches[0] : breaches.find((one) => one.law === law);

  async function smallest({ law, sequence }: Candidate, as: Law | undefined): Promise<Finding> {
    options.progress?.({ trying: 'a smaller sequence', ...tally, share: 0.95 });
    const breaks = async (one: Sequence) => {
      try {
        return breachOf((await examiner.examine(one)).judged.breaches, law, as)?.jump ?? null;
      } catch (error) {
        if (error instanceof ArenaFell) return null;
        throw error;
      }
    };
    // What takes too long takes as long in each try.
    const small = await shrink(specimen, sequence, breaks, law === 'ends' ? 4 : mostTries);
    const withState: PlayOptions = { state: true };
    const examined = await examiner.examine(small, withState);
    if (!simulatesTime(specimen)) return tell(examined, law, 'held', as);
    const real = as ? null : await onTheRealClock(examiner, examined, law, options);
    return real ? tell(withStateOf(real, examined), law, 'real') : tell(examined, law, 'simulated', as);
  }

  function tell(examined: Examined, law: Law, seen: Finding['seen'], as?: Law): Finding {
    const { sequence, played, judged } = examined;
    const breach = breachOf(judged.breaches, law, as) ?? judged.breaches[0];
    // It broke a moment ago, each time it was asked: now it does not. That it cannot be relied on is told by its name.
    if (!breach) throw new Error(`${specimen.file} does not break ${law} each time`);
    return { ...tellFinding(specimen, sequence, played, judged, breach, seen), law: as ?? law };
  }

  return {
    nameless,
    guarded,
    tell: (examined, law, seen) => tell(examined, law, seen, law),
    async through(trials, from, to, as) {
      const found: Candidate[] = [];
      for (const [index, { name, sequence }] of trials.entries()) {
        options.progress?.({ trying: name, ...tally, share: from + ((to - from) * index) / trials.length });
        try {
          found.push(...(await candidatesOf(sequence, as)));
          // It gets no better from here, and each jump may take seconds.
          if (found.some(({ law }) => hopeless.has(law))) break;
        } catch (error) {
          if (error instanceof ArenaFell) return fallenFinding(keeper, specimen, sequence, error.fall);
          throw error;
        }
      }
      const best = found.sort(
        (a, b) =>
          laws.indexOf(a.law) - laws.indexOf(b.law) || a.sequence.jumps.length - b.sequence.jumps.length,
      )[0];
      return best ? smallest(best, as) : null;
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

function candidate(sequence: Sequence, { law, jump }: Breach, as?: Law): Candidate {
  return { law: as ?? law, sequence: { ...sequence, jumps: sequence.jumps.slice(0, jump + 1) } };
}

/** What was seen in real time, with the keys' states of the same sequence. */
function withStateOf(real: Examined, { played }: Examined): Examined {
  const jumps = real.played.jumps.map((jump, index) => ({
    ...jump,
    state: played.jumps[index]?.state ?? [],
  }));
  return { ...real, played: { ...real.played, jumps } };
}
