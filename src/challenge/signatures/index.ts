import { incrThenExpire, readThenWrite, secondCallRemaining } from './calls.ts';
import {
  clientClock,
  expiryFromCaller,
  fixedAsSliding,
  fixedTtl,
  mixedUnits,
  unpaddedMicros,
  wholeSeconds,
  zeroTtl,
} from './clocks.ts';
import {
  chargedCost,
  chargedDenials,
  comparesText,
  floatDrift,
  flooredRefill,
  lostDigits,
  negativeCost,
  timestampAsMember,
} from './counting.ts';
import type { Signature } from './signature.ts';
import { fractionInReply, impossibleRetry, retryFromNewest, roundedDownRetry } from './waits.ts';

/** Needs no jump: nothing else touches a key that is not declared. */
const undeclaredKey: Signature = { name: 'flawed/undeclared-key', breaks: ['keys'], signs: () => [] };

/**
 * Every mistake of the gallery. A script may make several, and some look like others: of those that it makes and that explain
 * the finding, the first one here is named. So the narrow come before the wide, and the worse before what comes with it.
 */
export const signatures: readonly Signature[] = [
  undeclaredKey,
  // Only what takes several calls can make these, and who makes one has worse to mend than the arithmetic.
  incrThenExpire,
  readThenWrite,
  secondCallRemaining,
  // Only findings with such a cost are explained by these.
  negativeCost,
  impossibleRetry,
  // What the server cuts off looks rounded down; what is rounded down does not get right when the script rounds up.
  fractionInReply,
  roundedDownRetry,
  retryFromNewest,
  // Each at numbers of its own.
  floatDrift,
  comparesText,
  zeroTtl,
  unpaddedMicros,
  mixedUnits,
  // Digits are lost at one instant as well, but only where the time is a long number.
  lostDigits,
  timestampAsMember,
  // A window that the denied make longer charges their costs, too.
  chargedDenials,
  chargedCost,
  // The published bucket that floors has a fixed TTL as well: with a finding about TTLs, that is what is named.
  flooredRefill,
  fixedTtl,
  // Who lets keys die by the caller's clock believes the caller.
  expiryFromCaller,
  // Who sends seconds leaves out the milliseconds: that is the lesser part of it.
  clientClock,
  fixedAsSliding,
  wholeSeconds,
];
