import type { Convention } from '../convention.ts';
import type { Modelled } from '../models/index.ts';
import { emergencyBursts } from './emergency-bursts.ts';
import { gracefulDegradation } from './graceful-degradation.ts';
import { sharedLimits } from './shared-limits.ts';
import { shipClasses } from './ship-classes.ts';
import { usageAnalytics } from './usage-analytics.ts';

/** The rules of the challenges that no algorithm has, by their ids. */
export const bonus: Readonly<Record<string, { convention: Convention; model: Modelled }>> = {
  'ship-classes': shipClasses,
  'emergency-bursts': emergencyBursts,
  'usage-analytics': usageAnalytics,
  'shared-limits': sharedLimits,
  'graceful-degradation': gracefulDegradation,
};
