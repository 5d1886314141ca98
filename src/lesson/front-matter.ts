import { commonRules, isCount, isTexts, readFrontMatter, type Rule } from '../content/front-matter.ts';
import type { MissionCard, Note } from './mission.ts';

const { id, title, minutes } = commonRules('hyperdrive');

const rules: Record<keyof MissionCard, Rule> = {
  id,
  number: { holds: isCount, remedy: 'Write a whole number, such as `number: 5`.' },
  title,
  minutes,
  algorithms: {
    holds: isTexts,
    remedy: 'Write a list of algorithms, such as `algorithms: [sliding-window-log]`.',
  },
  objectives: {
    holds: (value) => isTexts(value) && (value as string[]).length > 0,
    remedy: 'Write a list of what the learner can do afterwards, a sentence each.',
  },
};

/** Reads and checks the front matter of a mission; null where it is not good enough to show the mission in a list. */
export function readMissionCard(yaml: string, note: Note): Promise<MissionCard | null> {
  return readFrontMatter<MissionCard>(yaml, rules, note);
}
