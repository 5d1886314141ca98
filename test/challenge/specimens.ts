import { contractConvention } from '../../src/challenge/contract-convention.ts';
import type { Convention } from '../../src/challenge/convention.ts';
import { specimenOfAlgorithm } from '../../src/challenge/gallery.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import { integers } from '../../src/limiter/contract.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';

/** A packaged script. */
export function packaged(name: string): Specimen {
  const file = `lua/${name}.lua`;
  return specimenOfAlgorithm(name, file, makeScripts(file, readLua(name)));
}

/** A fixed window of another convention, that answers 1 or 0. */
export function foreign(text: string, convention: Partial<Convention>): Specimen {
  return {
    ...packaged('fixed-window'),
    file: 'foreign.lua',
    scripts: makeScripts('foreign.lua', text),
    convention: {
      ...contractConvention({ bucket: false, delays: false }),
      contract: false,
      clock: 'none',
      costs: false,
      tells: [],
      args: ({ drive }) => [drive.limit, drive.periodMs].map(String),
      read: (reply) => ({
        allowed: integers([reply], 1)[0] === 1,
        remaining: null,
        retryAfterMs: null,
        resetAfterMs: null,
      }),
      ...convention,
    },
  };
}
