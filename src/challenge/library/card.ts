import { flawed } from '../../algorithms/flawed/index.ts';
import { commonRules, lineOf, readFrontMatter, type Rule } from '../../content/front-matter.ts';
import type { Note } from '../../content/problem.ts';
import type { ChallengeCard, ChallengeKind } from '../challenge.ts';
import { models } from '../models/index.ts';
import { laws } from '../verdict.ts';

/** The easier ones first. */
export const kinds: readonly ChallengeKind[] = ['repair', 'complete', 'write', 'bonus'];
const mistakes = flawed.map(({ name }) => name.replace('flawed/', ''));

const oneOf = (names: readonly string[]) => ({
  holds: (value: unknown) => names.includes(value as string),
  remedy: `Write one of ${names.join(', ')}.`,
});

const { id, title, minutes } = commonRules('repair-the-log');

const rules: Record<keyof ChallengeCard, Rule> = {
  id,
  title,
  kind: oneOf(kinds),
  model: { holds: id.holds, remedy: `Write one of ${Object.keys(models).join(', ')}.` },
  minutes,
  breaks: { ...oneOf(laws), remedy: `Write the law that the starter breaks: ${laws.join(', ')}.` },
  mistake: {
    ...oneOf(mistakes),
    remedy: 'Write a name that `hyperdrive lua --flawed` lists, without flawed/, or leave it out.',
    optional: true,
  },
};

/** Reads and checks the front matter of a brief.md in a folder of that name; null where it is not good enough. */
export async function readCard(yaml: string, folderName: string, note: Note): Promise<ChallengeCard | null> {
  const card = await readFrontMatter<ChallengeCard>(yaml, rules, note);
  if (!card) return null;
  const { id, kind, model } = card;
  if (id !== folderName) {
    note(
      lineOf(yaml, 'id'),
      `The front matter's \`id\` is ${id}, and the folder's name is ${folderName}.`,
      'Give both the same name; the id is what must stay.',
    );
    return null;
  }
  if (kind === 'bonus' ? model === id : Object.hasOwn(models, model)) return card;
  note(
    lineOf(yaml, 'model'),
    `There is no model ${JSON.stringify(model)} for a challenge of kind ${kind}.`,
    kind === 'bonus' ? `Write the challenge's own id: \`model: ${id}\`.` : rules.model.remedy,
  );
  return null;
}
