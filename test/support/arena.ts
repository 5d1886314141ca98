import { join } from 'node:path';
import { inject } from 'vitest';
import type { Arena, ArenaOptions } from '../../src/engine/arena.ts';
import { openArena } from '../../src/engine/arena/open.ts';
import type { EngineKind } from '../../src/engine/port.ts';
import type { EngineKind as TestedKind } from './engine-under-test.ts';

const hostScript = join(import.meta.dirname, '../../dist/host.js');

/** What of an engine of this kind comes a throwaway server? A named server is never one: there it is what PATH holds. */
const forced: Partial<Record<TestedKind, EngineKind>> = {
  valkey: 'valkey',
  redis: 'valkey',
  builtin: 'builtin',
};

/** An arena on the kind of engine that is under test; for `url` and `container` on what PATH holds. */
export function openTestArena(options: ArenaOptions, choice: { engine?: EngineKind } = {}): Promise<Arena> {
  const engine = choice.engine ?? forced[inject('engineKind')];
  const env = inject('engineEnv');
  return openArena(options, engine ? { engine } : {}, { env, hostScript, notice: () => {} });
}
