import { fillMs, maxExact, refutation, refute, type Case, type Check } from '../check.ts';
import { argv, tryCalls, type Call } from '../trace.ts';
import { changeOf } from './purity.ts';

const good: Call = { limit: 5, periodMs: 1000, cost: 1, nowMs: 1_000_000 };

const garbage = [
  '-1', '-0', '+1', '1.5', '1.0', '.5', '1e3', '1E3', '0x10', '0b1', 'nan', 'NaN', 'inf', '-inf', 'infinity',
  ' 5', '5 ', '5\n', '5\0', '\0', ' ', '1,000', '1_000', '٥', '５', 'five', 'nil', 'true', '{}', '9'.repeat(20), '9'.repeat(400),
]; // prettier-ignore

/** An argument that must be refused, by its name. */
interface Wrong {
  name: string;
  args: string[];
}

/** Every argument, in order, and what is out of its range. */
const ranges = [
  { name: 'limit', wrong: ['', '0', '4503599627370497'] },
  { name: 'period_ms', wrong: ['', '0', '4503599627370497'] },
  { name: 'cost', wrong: ['', '4503599627370497'] },
  // Empty, it is the server's clock.
  { name: 'now_ms', wrong: ['4503599627370497'] },
  // Empty, it is the limit.
  { name: 'capacity', wrong: ['0', '4503599627370497'] },
];

function wrongs(subject: Case): Wrong[] {
  const { bucket, maxLimit, multiplies, remembersPeriods } = subject;
  const all = argv(bucket ? { ...good, capacity: 5 } : good);
  const wrong: Wrong[] = ranges
    .slice(0, all.length)
    .flatMap(({ name, wrong: values }, position) =>
      [...garbage, ...values].map((value) => ({ name, args: all.with(position, value) })),
    );
  const add = (name: string, change: Partial<Call>) =>
    wrong.push({ name, args: argv({ ...good, ...change }) });
  wrong.push(
    { name: 'limit', args: [] },
    { name: 'period_ms', args: ['5'] },
    { name: 'cost', args: ['5', '1000'] },
  );
  add('limit', { limit: maxLimit + 1 });
  // The end of what is remembered could not be counted.
  add('period_ms', { nowMs: maxExact - fillMs(good, subject) + 1 });
  add('period_ms', { limit: 1, periodMs: maxExact / remembersPeriods, nowMs: 1 });
  add('period_ms', { limit: 1, periodMs: maxExact, nowMs: null });
  const product = Math.floor(maxExact / 1000) + 1;
  if (multiplies) add('limit', { limit: product });
  if (bucket) {
    add('limit', { limit: product, capacity: 5 });
    add('capacity', { capacity: product });
    // Nor the instant at which this bucket would be full.
    add('period_ms', { capacity: 10, nowMs: maxExact - 2000 + 1 });
    add('period_ms', { capacity: 1, nowMs: maxExact - 200 + 1 });
    // A third of a millisecond too long is too long.
    add('period_ms', { limit: 3, capacity: 1, nowMs: maxExact - 333 });
  }
  return wrong;
}

export const checksItsArguments: Check = {
  name: 'refuses arguments that are no whole numbers in range by name, and changes nothing',
  counterexample: (subject) =>
    refutation(subject, async () => {
      const all = wrongs(subject);
      const scenes: { history: Call[]; wrong: Wrong[] }[] = [
        { history: [], wrong: all },
        { history: [{ ...good, cost: 3 }], wrong: all },
      ];
      // A clock that stepped back does not make room: it is counted on from the newest instant.
      if (subject.seesClockStepBack)
        scenes.push({
          history: [{ ...good, nowMs: maxExact - fillMs(good, subject) }],
          wrong: [{ name: 'period_ms', args: argv({ ...good, periodMs: 6000, nowMs: 0 }) }],
        });
      for (const { history, wrong } of scenes) {
        const tried = await tryCalls(
          subject,
          history,
          wrong.map(({ args }) => args),
        );
        for (const [index, reply] of tried.replies.entries()) {
          const { name, args } = wrong[index]!;
          const told = `ARGV ${JSON.stringify(args)}`;
          if (!(reply instanceof Error)) refute(history, `${told} was taken: ${JSON.stringify(reply)}`);
          // Its own words: `limit must be …`, not what some command or the interpreter says.
          if (!new RegExp(`^(ERR )?${name} must be `).test(reply.message))
            refute(history, `${told} should be refused for its ${name}: ${reply.message}`);
        }
        const change = changeOf(tried);
        if (change) refute(history, `refused, but ${change}`);
      }
    }),
};
