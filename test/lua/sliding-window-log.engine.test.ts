import { afterAll, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { slidingWindowLogCases } from '../models/sliding-window-log.cases.ts';
import { models } from '../models/index.ts';
import type { Case } from './plans.ts';
import { slidingWindowLogSuite } from './sliding-window-log.suite.ts';
import { readLua, runTrace } from './trace.ts';

const engine = await openEngine('url', parseServerUrl(inject('engineUrl')));
const prefix = prefixOf(`t-log-${process.pid}`);
const lookAlike = engine.server.name === 'look-alike';
const subject: Case = {
  connection: engine,
  key: `${prefix}ship`,
  text: readLua('sliding-window-log'),
  ...models['sliding-window-log']!,
};

afterAll(async () => {
  await engine.call('UNLINK', subject.key);
  engine.close();
});

describe.each(slidingWindowLogCases)('$name', ({ rows }) => {
  it('holds', async () => {
    const { outcomes } = await runTrace(subject, rows);
    expect(outcomes.map(({ decision }) => decision)).toEqual(rows.map(({ decision }) => decision));
  });
});

describe('sliding-window-log', () => {
  // WebAssembly takes its time for thousands of ZADDs.
  const effort = { runs: 1000, largestLimit: lookAlike ? 200 : 10_000, shrink: true };
  it.each(slidingWindowLogSuite)('$name', async (check) => {
    expect(await check.counterexample(subject, effort)).toBeNull();
  });
});
