/** The engine under test, and one key of this file's own on it. Import it from test files alone. */
import { afterAll } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { caseOf, type Case } from './check.ts';
import { timeStandsStill } from './trace.ts';
import { engineUrl } from '../support/engine-here.ts';

export const engine = await openEngine('url', parseServerUrl(engineUrl));
/** Several files run at a time, each in a process of its own. */
export const prefix = prefixOf(`t-lua-${process.pid}`);
export const key = `${prefix}ship`;
export const lookAlike = engine.server.name === 'look-alike';
const frozenTime = await timeStandsStill(engine, key);

afterAll(async () => {
  await engine.call('UNLINK', key);
  engine.close();
});

/** The case of an algorithm, or of another script in its place, on this engine. */
export function caseHere(algorithm: string, text?: string): Case {
  return caseOf(algorithm, { connection: engine, key, frozenTime }, text);
}
