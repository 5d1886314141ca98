import { join } from 'node:path';

/** A package with two missions and a small challenge in each. */
export const workshop = join(import.meta.dirname, '../doubles/workshop');
