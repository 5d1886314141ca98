import { describe, expect, it } from 'vitest';
import { changesNothing, readCommandLine, splitWords } from '../../src/lesson/command-line.ts';

describe('splitWords', () => {
  it.each([
    ['jump  enterprise ', ['jump', 'enterprise']],
    [`inspect 'a b' "c d"e`, ['inspect', 'a b', 'c de']],
    [String.raw`inspect a\ b "say \"hi\" \n"`, ['inspect', 'a b', String.raw`say "hi" \n`]],
    [`inspect '' ""`, ['inspect', '', '']],
    [`inspect '$HOME;|'`, ['inspect', '$HOME;|']],
    [String.raw`inspect "\$x"`, ['inspect', '$x']],
    ['inspect hyperdrive:{enterprise}:x*', ['inspect', 'hyperdrive:{enterprise}:x*']],
    ['', []],
  ])('%s', (line, words) => expect(splitWords(line)).toEqual(words));

  it.each([
    ['jump | cat', 'pipes'],
    ['jump; reset', 'several commands'],
    ['jump && reset', 'background'],
    ['jump > file', 'redirection'],
    ['jump $SHIP', 'variables'],
    ['jump "$SHIP"', 'variables'],
    ['jump `id`', 'command substitution'],
    ['jump $(id)', 'variables'],
    ["jump 'x", 'never closed'],
    ['jump \\', 'backslash'],
  ])('%s is refused', (line, why) => expect(() => splitWords(line)).toThrow(why));

  it('takes such characters literally where there is no shell to mistake', () => {
    expect(splitWords('ZCOUNT k (5 +inf', { literal: true })).toEqual(['ZCOUNT', 'k', '(5', '+inf']);
  });
});

describe('changesNothing', () => {
  it.each([
    'hyperdrive compare gcra token-bucket',
    'inspect',
    ' hyperdrive  lua gcra',
    'report enterprise',
    'drill flush',
  ])('%s', (line) => {
    expect(changesNothing(line)).toBe(true);
  });

  it.each(['hyperdrive jump enterprise', 'burst inspect', 'warp 1s', 'wait 1s', ''])('not %s', (line) => {
    expect(changesNothing(line)).toBe(false);
  });
});

describe('readCommandLine', () => {
  it('takes a command with or without the program', () => {
    expect(readCommandLine('hyperdrive jump enterprise')).toEqual(['jump', 'enterprise']);
    expect(readCommandLine('burst --count 20')).toEqual(['burst', '--count', '20']);
  });

  it.each([
    ['hyperdrive', 'comes one of'],
    ['hyperdrive reset --all', 'does not run "reset"'],
    ['mission 5', 'does not run "mission"'],
    ['hyperdrive --json jump', 'does not run "--json"'],
    ['jump --url valkey://x', '--url has no place'],
    ['jump --engine=builtin', '--engine has no place'],
    ['jump --namespace x', '--namespace has no place'],
    ['attack --output file', '--output has no place'],
  ])('%s is refused', (line, why) => expect(() => readCommandLine(line)).toThrow(why));

  describe('scripts', () => {
    const files = new Set([
      '/pkg/missions/05/challenges/a.lua',
      '/pkg/missions/05/own.lua',
      '/pkg/missions/04/x.lua',
      '/pkg/lua/gcra.lua',
      '/home/me/x.lua',
    ]);
    const places = {
      folder: '/pkg/missions/05',
      bases: ['/pkg/missions/05', '/pkg', '/home/me'],
      packageFolder: '/pkg',
      exists: (path: string) => files.has(path),
    };

    it.each([
      ['jump --script own.lua', '/pkg/missions/05/own.lua'],
      ['jump --script challenges/a.lua', '/pkg/missions/05/challenges/a.lua'],
      ['jump --script missions/05/challenges/a.lua', '/pkg/missions/05/challenges/a.lua'],
      ['jump --script missing.lua', '/pkg/missions/05/missing.lua'],
    ])('%s', (line, path) => expect(readCommandLine(line, places)).toEqual(['jump', '--script', path]));

    it('takes the path behind an equals sign too', () => {
      expect(readCommandLine('jump --script=own.lua', places)).toEqual([
        'jump',
        '--script=/pkg/missions/05/own.lua',
      ]);
    });

    it('treats a file of arrivals the same, and lets a pattern be', () => {
      expect(readCommandLine('burst --arrivals rush.csv', places).at(-1)).toBe('/pkg/missions/05/rush.csv');
      expect(readCommandLine('burst --arrivals=on-off:5s', places).at(-1)).toBe('--arrivals=on-off:5s');
      expect(() => readCommandLine('burst --arrivals ../rush.csv', places)).toThrow('own folder alone');
    });

    it.each(['../04/x.lua', '/home/me/x.lua', '/etc/passwd', '.', '..', 'a/../../04/x.lua', ''])(
      'refuses %j',
      (path) => expect(() => readCommandLine(`jump --script '${path}'`, places)).toThrow('own folder alone'),
    );

    it.each([
      ['attack own.lua', ['attack', '/pkg/missions/05/own.lua']],
      ['attack lua/gcra.lua --seed 7', ['attack', '/pkg/lua/gcra.lua', '--seed', '7']],
      [
        'attack --model gcra --time=5s own.lua',
        ['attack', '--model', 'gcra', '--time=5s', '/pkg/missions/05/own.lua'],
      ],
      ['attack --json missions/04/x.lua', ['attack', '--json', '/pkg/missions/04/x.lua']],
      ['attack missing', ['attack', '/pkg/missions/05/missing']],
      ['attack', ['attack']],
    ])('%s: attacks what is of the lesson, or of hyperdrive', (line, argv) =>
      expect(readCommandLine(line, places)).toEqual(argv),
    );

    it.each([
      'attack /home/me/x.lua',
      'attack ../../../etc/passwd',
      'attack -- /etc/passwd',
      'attack --json ..',
    ])('refuses %s', (line) =>
      expect(() => readCommandLine(line, places)).toThrow('its own folder and of hyperdrive alone'),
    );
  });
});
