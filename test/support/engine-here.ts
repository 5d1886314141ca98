import { inject } from 'vitest';

const engines = inject('engines');
// From 1 to the number of workers, and of no other test file at the same time.
const here = engines[(Number(process.env['VITEST_POOL_ID']) - 1) % engines.length]!;

/** Where the engine of this test file's worker answers. */
export const engineUrl = here.url;
/** The environment in which `hyperdrive` opens this kind of engine. */
export const engineEnv = here.env;
