/** A finding in words: what was due, what came, and one sentence of each for a person. */
import { count, duration, instantText } from '../view/format.ts';
import type { Answer } from './convention.ts';
import type { Expected } from './expect.ts';
import { isForEver, type Breach, type Judged } from './judge.ts';
import type { Played } from './played.ts';
import type { AttackDrive, AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import type { Finding, Law, Step } from './verdict.ts';

/** The field of an answer that a law is about; null for the decision alone. */
const fieldOf: Partial<Record<Law, keyof Answer>> = {
  remaining: 'remaining',
  retry: 'retryAfterMs',
  reset: 'resetAfterMs',
  delay: 'delayMs',
  counts: 'counts',
};

const wait = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? 'not told' : ms < 0 ? 'never' : duration(ms);

const fieldWords: Record<string, (answer: Answer) => string> = {
  remaining: ({ remaining }) => `${remaining} left`,
  retryAfterMs: ({ retryAfterMs }) =>
    `retry ${retryAfterMs === 0 ? 'at once' : retryAfterMs! < 0 ? 'never' : `in ${wait(retryAfterMs)}`}`,
  resetAfterMs: ({ resetAfterMs }) => `reset in ${wait(resetAfterMs)}`,
  delayMs: ({ delayMs }) => `delay ${wait(delayMs)}`,
  counts: ({ counts = {} }) =>
    Object.entries(counts)
      .map(([name, value]) => `${name} ${value}`)
      .join(' '),
};

/** `denied, retry in 30 s`: the decision, and the field that matters. */
export function answerText(answer: Answer, field?: keyof Answer): string {
  const decision = answer.allowed ? 'allowed' : 'denied';
  const told = field && answer[field] !== null && answer[field] !== undefined;
  return told ? `${decision}, ${fieldWords[field]!(answer)}` : decision;
}

export function expectedText(expected: Expected, field?: keyof Answer): string {
  return expected ? answerText(expected, field) : 'refused';
}

/** Puts together what is told of a broken law. */
export function tellFinding(
  specimen: Specimen,
  sequence: Sequence,
  played: Played,
  judged: Judged,
  breach: Breach,
  seen: Finding['seen'],
): Finding {
  const field = fieldOf[breach.law];
  const steps = sequence.jumps.map((jump, index): Step => {
    const { answer, error, state } = played.jumps[index]!;
    const due = judged.expected[index]!;
    // What its answer should have looked like is for the sentence below.
    const failed = error?.replace(/, but by the contract .*$/, '') ?? 'nothing';
    const told = answer ? answerText(answer, field) : jump.dies ? 'nobody heard' : failed;
    return {
      ...jump,
      atMs: played.atMs[index]! - played.atMs[0]!,
      expected: jump.dies ? 'whatever' : expectedText(due, field),
      got: told,
      broken: index === breach.jump,
      state,
    };
  });
  return {
    law: breach.law,
    drive: sequence.drive,
    startMs: played.atMs[0] ?? sequence.startMs,
    steps,
    ...sentences(specimen, sequence, played, judged, breach),
    seen,
  };
}

type Sentences = Pick<Finding, 'promised' | 'happened'>;

function sentences(
  specimen: Specimen,
  { drive, jumps }: Sequence,
  played: Played,
  { expected }: Judged,
  breach: Breach,
): Sentences {
  const { jump: at, law, forgot } = breach;
  const { answer: got, error } = played.jumps[at]!;
  const due = expected[at];
  const instant = instantText(played.atMs[at]! - played.atMs[0]!);
  const jump = jumps[at]!;
  const units = jump.cost === 1 ? 'the jump' : jump.cost === 0 ? 'the look' : `the jump of cost ${jump.cost}`;
  switch (law) {
    case 'keys':
      return {
        promised: 'Every key that the script touches is declared in KEYS.',
        happened: `At ${instant} it reached for another one, and the server stopped it: ${sentence(error!)}`,
      };
    case 'commands':
      return {
        promised: 'A limiter keeps to its own keys.',
        happened: `At ${instant} it sent a command that no limiter needs, and the server stopped it: ${sentence(error!)}`,
      };
    case 'compiles':
      return { promised: 'A Lua script that the server takes.', happened: sentence(error!) };
    case 'ends':
      return {
        promised: 'A decision in well under a millisecond: while a script runs, nobody else is served.',
        happened: `At ${instant} the server gave up waiting for it: ${sentence(error!)}`,
      };
    case 'memory':
      return { promised: 'A decision takes little memory.', happened: `At ${instant}: ${sentence(error!)}` };
    case 'shape':
      return {
        promised: `An answer to ${units} at ${instant}.`,
        happened: sentence(error ?? 'It gave none'),
      };
    case 'growth':
      return {
        promised: 'Who is not let in leaves nothing behind: a look or a denial creates no key.',
        happened: `At ${instant} ${units}${got!.allowed ? '' : ' was denied, and'} left a key that had not been there.`,
      };
    case 'arguments':
      return {
        promised: `${badArgument(jump)}: an error that says so, and nothing changed.`,
        happened: `It answered: ${answerText(got!)}.`,
      };
    case 'ttl':
      if (!forgot) {
        const forEver = played.jumps[at]!.ttls.find(isForEver);
        const ttl = forEver === undefined ? 'none: it stays for ever' : `one of ${duration(forEver)}`;
        return {
          promised: 'Every key has a TTL, so that a limiter that nobody uses vanishes by itself.',
          happened: `After ${units} at ${instant} a key has ${ttl}.`,
        };
      }
      return {
        promised: `What was used counts for ${duration(forgot.neededMs)} more.`,
        happened: `The key expired after ${duration(forgot.afterMs)}, so at ${instant} less was remembered: ${answerText(got!, 'remaining')}; due was ${answerText(due!, 'remaining')}.`,
      };
    case 'decision': {
      const rule = limitSentence(drive, specimen) + steppedBack(played, at);
      const told = decisionSentences(rule, jump.cost, instant, got!, promiseKept(played, jumps, at));
      const { said } = played.jumps[at]!;
      // Hardly any limiter denies the very first jump: more likely its answer is read wrongly.
      if (at || got!.allowed || said === undefined) return told;
      return { ...told, happened: `${told.happened} It answered ${said}, and that was read as a denial.` };
    }
    default: {
      const field = fieldOf[law]!;
      return {
        promised: fieldPromise(law, due!, instant) + steppedBack(played, at),
        happened: `It said: ${answerText(got!, field)}.`,
      };
    }
  }
}

function decisionSentences(
  rule: string,
  cost: number,
  instant: string,
  got: Answer,
  promisedAt: string | null,
): Sentences {
  if (cost === 0)
    return { promised: 'A look is always allowed.', happened: `At ${instant} one was refused.` };
  if (got.allowed)
    return {
      promised: rule,
      happened: `At ${instant} ${cost === 1 ? 'one more jump' : `${cost} units`} got in that ${cost === 1 ? 'was' : 'were'} too many.`,
    };
  return promisedAt
    ? { promised: `Promised at ${promisedAt}.`, happened: `Refused at ${instant}.` }
    : { promised: rule, happened: `At ${instant} there was room for ${count(cost, 'unit')}. Refused.` };
}

/** When an earlier answer of the script itself said that this jump could come; null where it said nothing of it. */
function promiseKept({ jumps, atMs }: Played, asked: Sequence['jumps'], at: number): string | null {
  for (const [index, { answer }] of jumps.slice(0, at).entries()) {
    if (!answer || answer.allowed || asked[index]!.cost !== asked[at]!.cost) continue;
    const retryAfterMs = answer.retryAfterMs ?? -1;
    const laterAdmitted = jumps.slice(index + 1, at).some((one) => one.answer?.allowed);
    if (retryAfterMs > 0 && !laterAdmitted && atMs[index]! + retryAfterMs <= atMs[at]!)
      return instantText(atMs[index]! + retryAfterMs - atMs[0]!);
  }
  return null;
}

const bucketWords = new Set(['token-bucket', 'leaky-bucket-meter', 'leaky-bucket-queue', 'gcra']);

function limitSentence({ limit, periodMs, capacity = limit }: AttackDrive, { promises }: Specimen): string {
  const period = duration(periodMs);
  if (bucketWords.has(promises))
    return `A bucket of ${capacity}, refilled by ${limit} per ${period}, not more and not less.`;
  if (promises === 'fixed-window')
    return `At most ${limit} in each window of ${period} of the clock, and not less.`;
  if (promises === 'fixed-window-from-first')
    return `At most ${limit} in each window of ${period}, begun by its first jump, and not less.`;
  if (promises === 'sliding-window-log') return `At most ${limit} in any ${period}, and not less.`;
  if (promises === 'sliding-window-counter')
    return `At most ${limit} in ${period}, by its estimate, and not less.`;
  return 'What the brief says is admitted, and nothing else.';
}

function fieldPromise(law: Law, due: Answer, instant: string): string {
  const told = fieldWords[fieldOf[law]!]!(due);
  const why: Partial<Record<Law, string>> = {
    remaining: due.remaining ? 'so many more would get in right then' : 'nobody else would get in right then',
    retry: due.retryAfterMs! < 0 ? 'it can never get in' : 'then, and not a millisecond sooner, it gets in',
    reset: 'then the limiter is as good as new',
    delay: due.allowed ? 'then it is its turn' : 'who is denied has no turn',
  };
  return `True at ${instant}: ${told}${why[law] ? `; ${why[law]}` : ''}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What a jump asks with, and must not. */
function badArgument({ argument, cost }: AttackJump): string {
  return argument ? `${argument.name} cannot be "${argument.value}"` : `A cost of ${cost} is no cost`;
}

/** What an instant before one that has been means. */
function steppedBack({ atMs }: Played, at: number): string {
  const isBack = atMs.slice(0, at).some((earlier) => earlier > atMs[at]!);
  return isBack ? ' A clock that steps back counts as no time passed.' : '';
}
