import { findAlgorithm } from '../../src/algorithms/index.ts';
import type { Convention } from '../../src/challenge/convention.ts';
import { models } from '../../src/challenge/models/index.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import { contractArgs, integers, readContractReply } from '../../src/limiter/contract.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';

const underContract: Convention = {
  contract: true,
  clock: 'optional',
  clockIsAttacked: false,
  costs: true,
  capacity: false,
  tells: ['remaining', 'retryAfterMs', 'resetAfterMs'],
  waitStepMs: 1,
  periodStepMs: 1,
  fixed: {},
  tags: {},
  keys: (key) => [key],
  args: ({ drive, cost, nowMs }) =>
    contractArgs({ drive: { algorithm: '', ...drive }, cost, heldMs: nowMs, callerMs: 0 }),
  read: readContractReply,
};

/** A packaged script under the contract. */
export function packaged(name: string): Specimen {
  return {
    file: `lua/${name}.lua`,
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
    promises: name,
    model: models[name]!,
    convention: { ...underContract, capacity: findAlgorithm(name).bucket },
    reference: name,
  };
}

/** A script of another convention, that answers 1 or 0. */
export function foreign(text: string, convention: Partial<Convention>): Specimen {
  return {
    ...packaged('fixed-window'),
    file: 'foreign.lua',
    scripts: makeScripts('foreign.lua', text),
    convention: {
      ...underContract,
      contract: false,
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
