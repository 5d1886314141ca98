import type { Finding } from './check.ts';
import { engineChecks } from './engine-checks.ts';
import type { Facts } from './facts.ts';
import { machineChecks } from './machine-checks.ts';
import { packageChecks } from './package-checks.ts';

/** What every check finds, in the order in which a person should read it. */
export function diagnose(facts: Facts): Finding[] {
  return [...machineChecks, ...packageChecks, ...engineChecks].flatMap(({ area, check, examine }) =>
    examine(facts).map((outcome) => ({ area, check, ...outcome })),
  );
}
