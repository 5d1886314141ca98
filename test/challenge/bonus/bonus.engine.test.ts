import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bonus } from '../../../src/challenge/bonus/index.ts';
import { builtInSources } from '../../../src/challenge/library/library.ts';
import { allKeysOf, playSequence } from '../../../src/challenge/play.ts';
import { specimenFor } from '../../../src/challenge/promised.ts';
import type { Timeline } from '../../../src/challenge/models/timeline.ts';
import { openTestArena } from '../../support/arena.ts';
import { makeWorld } from '../../support/world.ts';

const ids = Object.keys(bonus);
const specimen = (id: string, text: string) => specimenFor({ id, model: id }, 'limiter.lua', text);
const arena = await openTestArena({ keys: ids.flatMap((id) => allKeysOf(specimen(id, ''))) });
afterAll(() => arena.stop());

const sources = builtInSources(makeWorld('unix:/nowhere'));
const read = (id: string, file: string) =>
  readFileSync(join(sources.find(({ folder }) => folder.endsWith(`/${id}`))!.folder, file), 'utf8');
const designs = join(import.meta.dirname, '../../challenges/designs');

/** What a script says to each row of a table. */
async function answersOf(id: string, text: string, { rows }: Timeline) {
  const { limit, periodMs, capacity, nowMs: startMs } = rows[0]!;
  const { jumps } = await playSequence(arena, specimen(id, text), {
    drive: { limit, periodMs, ...(capacity !== undefined && { capacity }) },
    startMs,
    jumps: rows.map(({ nowMs, cost, tags = {} }) => ({ atMs: nowMs - startMs, cost, tags })),
  });
  return jumps.map(({ answer, error }) => error ?? answer);
}

/** Where time goes on inside a transaction, a key of one millisecond may go: what is wrong goes wrong every time. */
const runningTime = { retry: arena.capabilities.frozenTime ? 0 : 4 };

const dueIn = ({ rows }: Timeline) => rows.map(({ decision }) => decision);

describe.each(Object.entries(bonus))('%s', (id, { model }) => {
  const scripts = [
    ['its solution', read(id, 'solution.lua')],
    ...readdirSync(join(designs, id)).map((file) => [file, readFileSync(join(designs, id, file), 'utf8')]),
  ] as [string, string][];

  describe.each(scripts)('%s', (_, text) => {
    it.each(model.cases)('$name', runningTime, async (table) => {
      expect(await answersOf(id, text, table)).toEqual(dueIn(table));
    });
  });

  it('has a starter that does not answer as its tables do', async () => {
    const text = read(id, 'starter.lua');
    const wrong = await Promise.all(
      model.cases.map(async (table) => {
        const answers = await answersOf(id, text, table);
        return JSON.stringify(answers) !== JSON.stringify(dueIn(table));
      }),
    );
    expect(wrong).toContain(true);
  });
});
