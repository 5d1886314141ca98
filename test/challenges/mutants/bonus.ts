import type { Mutant } from '../../lua/mutate.ts';
import { emergencyBurstsMutants } from './emergency-bursts.ts';
import { gracefulDegradationMutants } from './graceful-degradation.ts';
import { sharedLimitsMutants } from './shared-limits.ts';
import { shipClassesMutants } from './ship-classes.ts';
import { usageAnalyticsMutants } from './usage-analytics.ts';

/** Solutions of the bonus challenges with one mistake that an attack must find, by the challenge's id. */
export const bonusMutants: Readonly<Record<string, readonly Mutant[]>> = {
  'ship-classes': shipClassesMutants,
  'emergency-bursts': emergencyBurstsMutants,
  'usage-analytics': usageAnalyticsMutants,
  'shared-limits': sharedLimitsMutants,
  'graceful-degradation': gracefulDegradationMutants,
};
