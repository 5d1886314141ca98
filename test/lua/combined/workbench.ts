/** Keys of this file's own on the engine under test, as many as one call may have. Import it from test files alone. */
import { afterAll } from 'vitest';
import { mostLimits, type SeveralRule } from '../../../src/limiter/several.ts';
import { readLua, timeStandsStill } from '../trace.ts';
import { engine, key, lookAlike, prefix } from '../workbench.ts';
import type { SeveralSubject } from './driver.ts';

export { engine, lookAlike, prefix };
export const frozenTime = !lookAlike && (await timeStandsStill(engine, key));
export const keys = Array.from({ length: mostLimits }, (_, at) => `${prefix}{ship}:limit-${at + 1}`);

afterAll(async () => {
  await engine.call('UNLINK', ...keys);
});

/** The script of a rule, or another in its place. */
export function subjectOf(rule: SeveralRule, text = readLua(`combined/${rule}`)): SeveralSubject {
  return { connection: engine, rule, text, keys };
}
