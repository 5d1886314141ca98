import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Facts, Probes } from '../../src/doctor/facts.ts';
import { healthyMachine } from './world.ts';

/** What a healthy engine answered to the doctor. */
export const healthyProbes: Probes = {
  engine: {
    kind: 'valkey',
    server: { name: 'valkey', version: '8.0.1' },
    address: '/run/user/1000/hyperdrive/valkey-1.sock',
    capabilities: {
      monitor: true,
      object: true,
      memory: true,
      ldb: true,
      acl: true,
      cluster: true,
      frozenTime: true,
      heldClock: true,
    },
  },
  pingMs: 0.0612,
  script: { value: true },
  write: { value: true },
  memory: { value: { policy: 'noeviction', usedBytes: 1_048_576, mostBytes: 268_435_456 } },
  clock: { value: { heldMs: null, parked: false } },
};

/** A machine, a package and an engine with which nothing is wrong. */
export const healthyFacts: Facts = {
  machine: healthyMachine,
  terminal: {
    isTTY: true,
    canAsk: true,
    columns: 80,
    colourLevel: 2,
    noColour: false,
    unicode: true,
    term: 'xterm-256color',
  },
  package: {
    version: '1.2.3',
    folder: '/opt/hyperdrive',
    node: '^20.19.0 || >=22.0.0',
    scripts: { count: 8, missing: [] },
    missions: { count: 7, problems: [] },
  },
  fleet: null,
  host: { value: null },
  engine: {
    kind: 'valkey',
    because: 'there is one on PATH',
    notices: [],
    probes: { value: healthyProbes },
  },
  options: [],
  prefix: 'hyperdrive:',
};

/** The same with an engine that answered otherwise. */
export function factsWith(change: Partial<Probes>): Facts {
  return {
    ...healthyFacts,
    engine: { ...healthyFacts.engine, probes: { value: { ...healthyProbes, ...change } } },
  };
}

/** What is not in order, as `level check: text remedy`. */
export const complaints = (facts: Facts): string[] =>
  diagnose(facts)
    .filter(({ level }) => level !== 'ok')
    .map(
      ({ level, check, text, remedy }) =>
        `${level} ${check}: ${text}${remedy === undefined ? '' : ` > ${remedy}`}`,
    );
