import type { Capabilities, EngineKind } from '../engine/port.ts';
import { bytes, timeOfDay } from '../view/format.ts';
import { engineLabel } from '../view/session.ts';
import { failed, note, ok, type Check, type Outcome } from './check.ts';
import type { Facts, HeldClock, Memory, Probes } from './facts.ts';
import { remedyFor } from './remedies.ts';

/** What each capability is good for, where it is there and where it is not. */
const capabilities: Record<keyof Capabilities, [there: string, absent: string]> = {
  monitor: ['MONITOR: commands can be watched as they come', 'no MONITOR: commands cannot be watched'],
  object: ['OBJECT: how a key is stored can be seen', 'no OBJECT: how a key is stored is left out'],
  memory: ['MEMORY: the bytes of a key can be counted', 'no MEMORY: the bytes of a key are left out'],
  ldb: [
    'Lua debugger: a script can be stepped through',
    'no Lua debugger: a script cannot be stepped through',
  ],
  acl: ['ACL: users that may do less can be made', 'no ACL: users that may do less cannot be made'],
  cluster: [
    'cluster: a server of this kind can be part of one',
    'no cluster: what breaks in one cannot be seen',
  ],
  frozenTime: [
    'time stands still within a script and a MULTI',
    'time goes on within a MULTI: a TTL may come out a millisecond late',
  ],
  heldClock: [
    'the clock can be held, for warps and missions',
    'a cluster: its clock cannot be held, so no warps and no missions',
  ],
};

const kinds: Record<EngineKind, string> = {
  url: 'a server of yours',
  valkey: 'a private server',
  cluster: 'a private cluster',
  builtin: 'the built-in look-alike',
};

/** As little as scripts run on. */
const oldest = 7;
/** From here on a full server is near. */
const fullness = 0.9;

/** The engine that commands would use, and what is left of those before it. */
export const engineChecks: readonly Check[] = [
  {
    area: 'engine',
    check: 'host',
    examine({ host, machine: { runtime }, engine: { kind } }) {
      // Why there is no folder is told where it belongs.
      if ('problem' in runtime) return [];
      if ('refused' in host) return [kind === 'url' ? note(host.refused) : failed(host.refused)];
      if (host.value) return [ok(`the private engines' host is running, pid ${host.value.pid}`)];
      return runtime.sockets.length
        ? [note('a host that died left its socket behind', 'The next one clears it away by itself.')]
        : [];
    },
  },
  {
    area: 'engine',
    check: 'choice',
    examine: ({ engine: { kind, because } }) => [ok(`${kinds[kind]} is chosen: ${because}`)],
  },
  {
    area: 'engine',
    check: 'engine',
    examine: ({ engine: { notices, probes } }) => [
      ...notices.map((line) => note(line)),
      'refused' in probes ? failed(probes.refused, remedyFor(probes.refused)) : examineServer(probes.value),
    ],
  },
  ofProbes('ping', ({ pingMs }) => [ok(`answers a PING in ${pingMs.toFixed(pingMs < 10 ? 2 : 0)} ms`)]),
  ofProbes('script', ({ script }) => [
    'refused' in script ? refusal('does not run a script', script.refused) : ok('runs a script'),
  ]),
  ofProbes('write', ({ write }, { prefix }) => [
    'refused' in write
      ? refusal(`does not write a key under ${prefix} and delete it again`, write.refused)
      : ok(`writes a key under ${prefix} and deletes it again`),
  ]),
  ofProbes('eviction', ({ memory, engine }) => {
    if ('value' in memory) return [examineMemory(memory.value)];
    // The look-alike knows no eviction.
    return engine.server.name === 'look-alike'
      ? []
      : [note(`whether it evicts is not known: ${memory.refused}`)];
  }),
  ofProbes('clock', ({ clock }, facts) => [
    'refused' in clock ? refusal('does not show the clock', clock.refused) : examineClock(clock.value, facts),
  ]),
  ofProbes('capabilities', ({ engine }) =>
    (Object.keys(capabilities) as (keyof Capabilities)[]).map((name) => {
      const [there, absent] = capabilities[name];
      return engine.capabilities[name] ? ok(there) : note(absent);
    }),
  ),
];

/** A check of an engine that opened; where none did, there is nothing to look at. */
function ofProbes(check: string, examine: (probes: Probes, facts: Facts) => Outcome[]): Check {
  return {
    area: 'engine',
    check,
    examine: (facts) => {
      const { probes } = facts.engine;
      return 'value' in probes ? examine(probes.value, facts) : [];
    },
  };
}

function refusal(what: string, message: string): Outcome {
  return failed(`${what}: ${message}`, remedyFor(message));
}

function examineServer({ engine }: Probes): Outcome {
  const text = engineLabel(engine);
  const major = Number(engine.server.version.split('.')[0]);
  if (major < oldest) return failed(`${text} is too old`, `Scripts need ${oldest}.0 or later.`);
  return Number.isNaN(major) ? note(`${text}: it does not tell its version`) : ok(text);
}

function examineMemory({ policy, usedBytes, mostBytes }: Memory): Outcome {
  if (!mostBytes) return ok('evicts nothing: its memory has no limit');
  if (policy !== 'noeviction')
    return note(
      `may drop limiters when its memory is full (${policy}): they would forget what they counted`,
      'For limiters: CONFIG SET maxmemory-policy noeviction.',
    );
  const text = `evicts nothing (${policy}); ${bytes(usedBytes)} of ${bytes(mostBytes)} are in use`;
  return usedBytes < mostBytes * fullness
    ? ok(text)
    : note(text, 'Raise its maxmemory before it refuses to write.');
}

function examineClock({ heldMs, parked }: HeldClock, { prefix, options }: Facts): Outcome {
  const live = ['hyperdrive clock live', ...options].join(' ');
  if (heldMs !== null)
    return note(
      `the clock of ${prefix} is held at ${timeOfDay(heldMs)} UTC`,
      `If no lesson is open, \`${live}\` lets it go.`,
    );
  return parked
    ? note('letting the clock go was interrupted', `\`${live}\` finishes it.`)
    : ok(`the clock of ${prefix} is live`);
}
