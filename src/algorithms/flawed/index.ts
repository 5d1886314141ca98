import type { Algorithm } from '../algorithm.ts';
import { chargedCost } from './charged-cost.ts';
import { chargedDenials } from './charged-denials.ts';
import { clientClock } from './client-clock.ts';
import { comparesText } from './compares-text.ts';
import { expiryFromCaller } from './expiry-from-caller.ts';
import { fixedAsSliding } from './fixed-as-sliding.ts';
import { fixedTtl } from './fixed-ttl.ts';
import { floatDrift } from './float-drift.ts';
import { flooredRefill } from './floored-refill.ts';
import { fractionInReply } from './fraction-in-reply.ts';
import { impossibleRetry } from './impossible-retry.ts';
import { incrThenExpire } from './incr-then-expire.ts';
import { lostDigits } from './lost-digits.ts';
import { mixedUnits } from './mixed-units.ts';
import { negativeCost } from './negative-cost.ts';
import { readThenWrite } from './read-then-write.ts';
import { retryFromNewest } from './retry-from-newest.ts';
import { roundedDownRetry } from './rounded-down-retry.ts';
import { secondCallRemaining } from './second-call-remaining.ts';
import { timestampAsMember } from './timestamp-as-member.ts';
import { undeclaredKey } from './undeclared-key.ts';
import { unpaddedMicros } from './unpadded-micros.ts';
import { wholeSeconds } from './whole-seconds.ts';
import { zeroTtl } from './zero-ttl.ts';

/** The gallery: widespread mistakes, each as the code that makes it, each seen to misbehave in CI. */
export const flawed: readonly Algorithm[] = [
  timestampAsMember,
  flooredRefill,
  undeclaredKey,
  fixedTtl,
  wholeSeconds,
  mixedUnits,
  incrThenExpire,
  readThenWrite,
  secondCallRemaining,
  fixedAsSliding,
  chargedDenials,
  clientClock,
  floatDrift,
  retryFromNewest,
  negativeCost,
  impossibleRetry,
  roundedDownRetry,
  fractionInReply,
  comparesText,
  zeroTtl,
  expiryFromCaller,
  lostDigits,
  unpaddedMicros,
  chargedCost,
];
