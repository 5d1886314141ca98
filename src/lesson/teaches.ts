import type { MissionCard } from './mission.ts';

/** The number of the mission that is about an algorithm: one that names it early, and of those the first. */
export function teaches(missions: readonly MissionCard[], algorithm: string): number | null {
  const [first] = missions
    .map(({ number, algorithms }) => ({ number, place: algorithms.indexOf(algorithm) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place || a.number - b.number);
  return first?.number ?? null;
}
