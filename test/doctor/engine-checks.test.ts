import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Facts } from '../../src/doctor/facts.ts';
import { complaints, factsWith, healthyFacts, healthyProbes } from '../support/facts.ts';

const { machine, engine } = healthyFacts;
const onEngine = (change: Partial<Facts['engine']>): Facts => ({
  ...healthyFacts,
  engine: { ...engine, ...change },
});
const withSockets = (sockets: string[]): Facts => ({
  ...healthyFacts,
  machine: { ...machine, runtime: { folder: '/r', notices: [], sockets } },
});

describe('the engine', () => {
  const { server, capabilities } = healthyProbes.engine;
  const rights =
    'Give the user its rights: ACL SETUSER name ~hyperdrive:* +@read +@write +@scripting +@transaction +@connection +time +info.';

  it.each<[string, Facts, string[]]>([
    [
      'does not open',
      onEngine({ probes: { refused: 'Nothing listens.' } }),
      ['failed engine: Nothing listens.'],
    ],
    [
      'is not the one that was tried first',
      onEngine({ notices: ['It ended at once. Using the look-alike.'] }),
      ['note engine: It ended at once. Using the look-alike.'],
    ],
    [
      'is too old',
      factsWith({ engine: { ...healthyProbes.engine, server: { name: 'redis', version: '6.2.1' } } }),
      ['failed engine: redis 6.2.1, private server is too old > Scripts need 7.0 or later.'],
    ],
    [
      'hides its version',
      factsWith({
        engine: { ...healthyProbes.engine, server: { name: 'server', version: 'of unknown version' } },
      }),
      ['note engine: server of unknown version, private server: it does not tell its version'],
    ],
    [
      'runs no scripts',
      factsWith({ script: { refused: "NOPERM User ann has no permissions to run the 'eval' command" } }),
      [
        `failed script: does not run a script: NOPERM User ann has no permissions to run the 'eval' command > ${rights}`,
      ],
    ],
    [
      'is a replica',
      factsWith({ write: { refused: "READONLY You can't write against a read only replica." } }),
      [
        "failed write: does not write a key under hyperdrive: and delete it again: READONLY You can't write against a read only replica. > This is a replica: name its primary.",
      ],
    ],
    [
      'refuses for a reason that nobody knows',
      factsWith({ write: { refused: 'ERR constructor' } }),
      ['failed write: does not write a key under hyperdrive: and delete it again: ERR constructor'],
    ],
    [
      'evicts',
      factsWith({ memory: { value: { policy: 'allkeys-lru', usedBytes: 1, mostBytes: 100 } } }),
      [
        'note eviction: may drop limiters when its memory is full (allkeys-lru): they would forget what they counted > For limiters: CONFIG SET maxmemory-policy noeviction.',
      ],
    ],
    [
      'could evict, if its memory had a limit',
      factsWith({ memory: { value: { policy: 'allkeys-lru', usedBytes: 1, mostBytes: 0 } } }),
      [],
    ],
    [
      'is nearly full',
      factsWith({
        memory: { value: { policy: 'noeviction', usedBytes: 94_371_840, mostBytes: 104_857_600 } },
      }),
      [
        'note eviction: evicts nothing (noeviction); 90 MiB of 100 MiB are in use > Raise its maxmemory before it refuses to write.',
      ],
    ],
    [
      'does not tell how it evicts',
      factsWith({ memory: { refused: 'NOPERM no' } }),
      ['note eviction: whether it evicts is not known: NOPERM no'],
    ],
    [
      'has a held clock',
      { ...factsWith({ clock: { value: { heldMs: 3_600_000, parked: true } } }), options: ['--namespace n'] },
      [
        'note clock: the clock of hyperdrive: is held at 01:00:00.000 UTC > If no lesson is open, `hyperdrive clock live --namespace n` lets it go.',
      ],
    ],
    [
      'has what an interrupted letting-go left',
      factsWith({ clock: { value: { heldMs: null, parked: true } } }),
      ['note clock: letting the clock go was interrupted > `hyperdrive clock live` finishes it.'],
    ],
    [
      'can do less',
      factsWith({ engine: { ...healthyProbes.engine, capabilities: { ...capabilities, object: false } } }),
      ['note capabilities: no OBJECT: how a key is stored is left out'],
    ],
    [
      'has a host that hangs',
      { ...healthyFacts, host: { refused: 'It does not answer.' } },
      ['failed host: It does not answer.'],
    ],
    [
      'has a host that died',
      withSockets(['host-1.sock']),
      ['note host: a host that died left its socket behind > The next one clears it away by itself.'],
    ],
    [
      'has a host that lives',
      {
        ...withSockets(['host-1.sock']),
        host: { value: { ok: true, protocol: 1, pid: 7, startedAtMs: 0, engines: [] } },
      },
      [],
    ],
  ])('%s', (_, facts, expected) => expect(complaints(facts)).toEqual(expected));

  it('that is the look-alike is not asked what it cannot know', () => {
    const lookAlike = { ...healthyProbes.engine, server: { ...server, name: 'look-alike' } };
    const found = diagnose(factsWith({ engine: lookAlike, memory: { refused: 'it does not say' } }));
    expect(found.filter(({ check }) => check === 'eviction')).toEqual([]);
  });

  it('that hangs is no failure where a server is named', () => {
    const facts = { ...onEngine({ kind: 'url' }), host: { refused: 'It does not answer.' } };
    expect(complaints(facts)).toEqual(['note host: It does not answer.']);
  });
});
