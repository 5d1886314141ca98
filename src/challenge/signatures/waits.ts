/** Mistakes in what the denied are told. */
import {
  brokenStep,
  filled,
  one,
  oneTooMany,
  type Mark,
  type Signature,
  type Situation,
} from './signature.ts';

/** Whether the jump of the finding fits at all. */
const fitsAtAll: Signature['explains'] = (finding) => {
  const { limit, capacity = limit } = finding.drive;
  return (brokenStep(finding)?.cost ?? 1) <= capacity;
};

export const impossibleRetry: Signature = {
  name: 'flawed/impossible-retry',
  breaks: ['retry'],
  explains: (finding) => !fitsAtAll(finding),
  signs: (situation) => [
    {
      marks: [
        {
          atMs: 0,
          jumps: 1,
          cost: situation.most + 1,
          got: 0,
          told: { field: 'retryAfterMs', got: 'a wait' },
        },
      ],
      controls: [{ rows: [{ atMs: 0, jumps: 1, cost: situation.most }, one(0)] }],
    },
  ],
};

export const retryFromNewest: Signature = {
  name: 'flawed/retry-from-newest',
  breaks: ['retry'],
  explains: fitsAtAll,
  signs: ({ most, periodMs, kind }) => {
    const later = Math.floor(periodMs / 6_000) * 1_000 || Math.floor(periodMs / 6);
    // Where all of a window ends at once, its newest jump says nothing.
    if (most < 2 || kind !== 'sliding' || !later) return [];
    const told = { field: 'retryAfterMs', got: periodMs } as const;
    // Of two jumps, the newest is the one after the oldest as well: who waits for one too many says the same.
    const ofThree: Mark[] = [0, 1, 2].map((at) => ({ ...one(at * later), got: 1 }));
    return [
      {
        marks: [
          { ...one(0), got: 1 },
          { atMs: later, jumps: most, got: most - 1, told },
        ],
        also: [{ drive: { limit: 3, periodMs }, marks: [...ofThree, { ...one(2 * later), got: 0, told }] }],
        // Where all came at once, the newest is the oldest.
        controls: [{ rows: [{ atMs: 0, jumps: most + 1 }, one(later)] }],
      },
    ];
  },
};

/** Where the wait for the next unit is no whole number of seconds, or of milliseconds: told to be shorter. */
function cut(situation: Situation): { marks: Mark[]; whole: { limit: number; periodMs: number } }[] {
  const { limit, most, periodMs, kind } = situation;
  const wait = kind === 'bucket' ? periodMs / limit : periodMs;
  const told = (got: number) => ({ field: 'retryAfterMs' as const, got });
  const seconds = (ms: number) => Math.floor(ms / 1_000) * 1_000;
  const tooMany = { ...oneTooMany(situation), got: most };
  const whole = { limit: 1, periodMs: 60_000 };
  const ways: Mark[][] = [];
  if (!Number.isInteger(wait)) ways.push([{ ...tooMany, told: told(Math.floor(wait)) }]);
  if (wait % 1_000) ways.push([{ ...tooMany, told: told(seconds(wait)) }]);
  // Not half a second: TTL rounds to the nearest, and which that is then hangs on a millisecond of the server's.
  if (wait > 600)
    ways.push([filled(situation), { atMs: 400, jumps: 1, got: 0, told: told(seconds(wait - 400)) }]);
  return ways.map((marks) => ({ marks, whole }));
}

/** Where even whole seconds are told wrong, it is no matter of rounding. */
const wholeWait = (drive: { limit: number; periodMs: number }) => ({ drive, rows: [{ atMs: 0, jumps: 2 }] });

/** Numbers at which a wait is no whole one, of seconds and of milliseconds. */
const uneven = [
  { limit: 1, periodMs: 60_000 },
  { limit: 7, periodMs: 60_000 },
];

export const roundedDownRetry: Signature = {
  name: 'flawed/rounded-down-retry',
  breaks: ['retry'],
  explains: fitsAtAll,
  drives: uneven,
  signs: (situation) => cut(situation).map(({ marks, whole }) => ({ marks, controls: [wholeWait(whole)] })),
};

export const fractionInReply: Signature = {
  name: 'flawed/fraction-in-reply',
  breaks: ['retry'],
  explains: fitsAtAll,
  drives: uneven,
  signs: (situation) =>
    cut(situation).map(({ marks, whole }) => ({
      marks,
      // From outside, what the server cuts off looks like what the script rounded down. So the script gets to round up.
      controls: [wholeWait(whole), { rows: marks, mend: roundsUpItsReply }],
    })),
};

/** The script with every number of its reply rounded up, where the server would cut its fraction off. */
export function roundsUpItsReply(text: string): string {
  const shebang = /^#![^\n]*\n/.exec(text)?.[0] ?? '';
  return `${shebang}local reply = (function() ${text.slice(shebang.length)}
end)()
if type(reply) == 'number' then return math.ceil(reply) end
if type(reply) == 'table' then
  for index, value in ipairs(reply) do
    if type(value) == 'number' then reply[index] = math.ceil(value) end
  end
end
return reply`;
}
