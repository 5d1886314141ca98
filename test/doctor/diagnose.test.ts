import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Facts } from '../../src/doctor/facts.ts';
import { complaints, healthyFacts } from '../support/facts.ts';

const { machine, terminal, engine } = healthyFacts;
const onMachine = (change: Partial<Facts['machine']>): Facts => ({
  ...healthyFacts,
  machine: { ...machine, ...change },
});
const inTerminal = (change: Partial<Facts['terminal']>): Facts => ({
  ...healthyFacts,
  terminal: { ...terminal, ...change },
});
const installed = (change: Partial<Facts['package']>): Facts => ({
  ...healthyFacts,
  package: { ...healthyFacts.package, ...change },
});

it('finds nothing wrong where nothing is', () => {
  expect(complaints(healthyFacts)).toEqual([]);
  expect(diagnose(healthyFacts).map(({ check }) => check)).toEqual(
    expect.arrayContaining([
      'node',
      'terminal',
      'scripts',
      'engine',
      'ping',
      'write',
      'eviction',
      'capabilities',
    ]),
  );
});

describe('the machine', () => {
  it.each<[string, Facts, string[]]>([
    [
      'an old Node',
      onMachine({ node: '18.20.4' }),
      ['failed node: Node 18.20.4 (needed: ^20.19.0 || >=22.0.0) > Install Node 22 or later.'],
    ],
    [
      'Windows',
      onMachine({ system: 'win32 x64' }),
      ['note system: win32 x64 > The engines listen on Unix sockets: use WSL.'],
    ],
    [
      'no folder for sockets',
      onMachine({ runtime: { problem: 'No folder. Make one.' } }),
      ['failed runtime folder: No folder. Make one.'],
    ],
    [
      'a worse folder for sockets',
      onMachine({
        runtime: { folder: '/tmp/h', notices: ['/run/h is too long. Using /tmp/h.'], sockets: [] },
      }),
      ['note runtime folder: /run/h is too long. Using /tmp/h.'],
    ],
    [
      'no place for the progress',
      onMachine({ progress: { folder: '/x/hyperdrive', problem: '/x is no folder' } }),
      [
        'failed progress folder: no place for the progress: /x is no folder > Make it yours, or set XDG_STATE_HOME to a folder of yours.',
      ],
    ],
    [
      'a dumb terminal',
      inTerminal({ term: 'dumb', unicode: false, canAsk: false, colourLevel: 0 }),
      [
        'note terminal: TERM=dumb: nothing is asked > Set it to what the terminal is, such as xterm-256color.',
      ],
    ],
    [
      'the locale C',
      inTerminal({ unicode: false }),
      [
        'note terminal: the locale is C or POSIX > LC_ALL=C.UTF-8 draws lines and marks, if the font has them.',
      ],
    ],
    [
      'a narrow terminal',
      inTerminal({ columns: 30 }),
      ['note terminal: 30 columns are few: tables are cut > Widen the terminal to 40 or more.'],
    ],
    ['a pipe', inTerminal({ isTTY: false, canAsk: false, colourLevel: 0, term: 'dumb' }), []],
  ])('%s', (_, facts, expected) => expect(complaints(facts)).toEqual(expected));

  it('needs no folder for sockets where a server is named', () => {
    const facts = {
      ...onMachine({ runtime: { problem: 'No folder.' } }),
      engine: { ...engine, kind: 'url' as const },
    };
    expect(complaints(facts)).toEqual(['note runtime folder: No folder.']);
  });
});

describe('what came with hyperdrive', () => {
  it.each<[string, Facts, string[]]>([
    [
      'scripts are missing',
      installed({ scripts: { count: 8, missing: ['lua/a.lua', 'lua/b.lua'] } }),
      [
        'failed scripts: lua/a.lua is missing > Install hyperdrive-workshop again.',
        'failed scripts: lua/b.lua is missing > Install hyperdrive-workshop again.',
      ],
    ],
    [
      'there is no mission',
      installed({ missions: { count: 0, problems: [] } }),
      ['failed missions: there is no mission in missions/ > Install hyperdrive-workshop again.'],
    ],
    [
      'a mission is broken',
      installed({ missions: { count: 1, problems: ['missions/x/README.md:3: no title'] } }),
      ['failed missions: missions/x/README.md:3: no title > Install hyperdrive-workshop again.'],
    ],
    [
      'the fleet of the user’s is wrong',
      { ...healthyFacts, fleet: { file: 'f.json', ships: { refused: 'f.json: one\nf.json: two' } } },
      ['failed fleet: f.json: one', 'failed fleet: f.json: two'],
    ],
    [
      'the fleet of the user’s is right',
      { ...healthyFacts, fleet: { file: 'f.json', ships: { value: 3 } } },
      [],
    ],
  ])('%s', (_, facts, expected) => expect(complaints(facts)).toEqual(expected));
});
