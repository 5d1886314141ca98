import { mutantsOf } from '../../lua/mutants.ts';
import type { Mutant } from '../../lua/mutate.ts';

/**
 * The solution of a script with blanks is the packaged script, whose mutants are known: of each those that are told apart by
 * what comes out, and that somebody may make who fills the blanks.
 */
const likely: Readonly<Record<string, readonly string[]>> = {
  'fixed-window': [
    'the border is one millisecond late',
    'the border is one millisecond early',
    'a window begins with its first jump',
    'no TTL',
    'the TTL ends one millisecond early',
    'charges what it denies',
    'a look writes',
    'promises a whole period',
    'never is said too soon',
    'what only starts like a number is one',
    'the server’s clock in whole seconds',
  ],
  'token-bucket': [
    'the bucket overflows',
    'only whole tokens refill, and what is begun is lost',
    'tokens are priced as credit',
    'admits one millisecond too early',
    'believes a clock that steps back',
    'no TTL',
    'the TTL is a period, whatever the capacity',
    'remaining is rounded up',
    'promises one millisecond too early',
    'promises when the bucket is full',
    'a cost without end',
  ],
  'leaky-bucket-meter': [
    'the bucket leaks below dry',
    'only whole units leak, and what has begun to is put back',
    'leaks faster for a larger bucket',
    'admits what begins below the brim',
    'charges what it denies',
    'no TTL',
    'the TTL is a period, whatever the level',
    'promises one millisecond too late',
    'promises when the bucket is dry',
    'reset is rounded down',
    'a period of 0',
  ],
  'leaky-bucket-queue': [
    'the turn comes one millisecond early',
    'the turn comes one millisecond late',
    'the turn is when the jump itself has been worked off',
    'every jump waits the same',
    'a jump that must come again is told a turn',
    'a look is told none',
    'a jump has its turn outside the queue',
    'no TTL',
    'the TTL lasts until the turn, not until the end',
    'promises when the queue is empty',
    'the capacity is not read',
  ],
  'sliding-window-log': [
    'a unit frees one millisecond late',
    'a unit frees one millisecond early',
    'the timestamp is the member',
    'every call counts its members from one',
    'members do not sort as their numbers do',
    'keeps what has expired',
    'believes a clock that steps back',
    'no TTL',
    'waits for the oldest unit whatever the cost',
    'waits for the newest unit',
    'reset is a whole period',
  ],
  'sliding-window-counter': [
    'weighs by what has gone of the window',
    'the window before is kept for ever',
    'the window before is forgotten',
    'the window before is not counted down',
    'rounds the estimate down',
    'no TTL',
    'the TTL is for this window alone',
    'remaining forgets the window before',
    'promises the border, always',
    'promises one millisecond too early',
    'counts down the window before in the next one',
  ],
  gcra: [
    'forgets a debt that is younger than the caller’s clock',
    'the fraction is lost',
    'the fraction is rounded up, and drifts',
    'the fraction is counted twice',
    'the interval is in whole milliseconds',
    'admits one too few',
    'no TTL',
    'the TTL is a period, whatever the capacity',
    'remaining is rounded up',
    'promises one millisecond too late',
    'promises when the bucket is full',
  ],
};

export function completedMutants(model: string): readonly Mutant[] {
  const known = mutantsOf(model);
  return likely[model]!.map((name) => {
    const mutant = known.find((one) => one[0] === name);
    if (!mutant) throw new Error(`${model} has no mutant "${name}"`);
    return mutant;
  });
}
