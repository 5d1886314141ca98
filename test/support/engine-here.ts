import { workerEngine } from './worker-engine.ts';

/** Where the engine of this test file's worker answers. */
export const engineUrl = workerEngine().url;
