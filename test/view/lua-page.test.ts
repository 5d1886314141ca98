import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../../src/algorithms/algorithm.ts';
import { contractWords } from '../../src/limiter/contract-words.ts';
import { flawedListView, luaListView } from '../../src/view/lua-list.ts';
import { luaPageView, type LuaPage } from '../../src/view/lua-page.ts';
import { plainStyle } from '../support/style.ts';

const algorithm: Algorithm = {
  name: 'turnstile',
  summary: 'lets one through and then nobody',
  tradeOff: 'simple; but few like it',
  bucket: true,
  delays: true,
  about: {
    commands: { admitted: ['GET', 'SET'], denied: ['GET'], look: ['GET'] },
    time: 'O(1)',
    keeps: 'a string that says whether somebody has been there',
    keyBytes: 72,
    notes: [],
    tryNext: [
      { command: 'hyperdrive burst nautilus', why: 'one passes' },
      { command: 'hyperdrive jump nautilus', why: 'and nobody else, however long they wait in front of it' },
    ],
  },
  args: () => [],
  read: () => ({ allowed: true, remaining: null, retryAfterMs: null, resetAfterMs: null }),
};

const page: LuaPage = {
  algorithm,
  ships: ['nautilus'],
  mission: 7,
  file: 'lua/turnstile.lua',
  text: "-- A turnstile.\nlocal been = redis.call('GET', KEYS[1])\n  return been and 0 or 1 -- \\d and a line that is wider than any terminal that somebody reads this in\n",
  words: contractWords(algorithm),
  notes: [
    {
      number: 2,
      line: "local been = redis.call('GET', KEYS[1])",
      note: 'A missing key is `false`, not `nil`.',
    },
  ],
  tryNext: algorithm.about!.tryNext,
};

describe('the page of a script', () => {
  it('tells what it costs and how it is called, before and after the script as it is', () => {
    expect(luaPageView(page, plainStyle())).toMatchInlineSnapshot(`
      "turnstile · flown by nautilus · mission 7
      lets one through and then nobody

      Trade-off  simple; but few like it
      Keeps      a string that says whether somebody has been there (about 72 bytes at
                 10 per 60 s)
      Takes      O(1)
      Admitting  GET, SET
      Denying    GET
      Looking    GET

      KEYS[1]  key             the limiter: one for each caller
      ARGV[1]  limit           units per period
      ARGV[2]  period_ms       length of the period, in milliseconds
      ARGV[3]  cost            units that are wanted; 0 only looks
      ARGV[4]  now_ms          '' for the server's clock, or an instant to decide at
      ARGV[5]  capacity        units that may come at once; '' for the limit
      reply 1  allowed         1 or 0
      reply 2  remaining       units that would still be admitted right now
      reply 3  retry_after_ms  wait until the same is admitted; 0 when it was, -1 for
                               never
      reply 4  reset_after_ms  wait until the limiter is as good as new
      reply 5  delay_ms        wait of one that was admitted, until it is its turn

      lua/turnstile.lua · 3 lines

      -- A turnstile.
      local been = redis.call('GET', KEYS[1])
        return been and 0 or 1 -- \\d and a line that is wider than any terminal that somebody reads this in

      Note 1, line 2
        local been = redis.call('GET', KEYS[1])
        A missing key is \`false\`, not \`nil\`.

      Try next
        hyperdrive burst nautilus
          one passes
        hyperdrive jump nautilus
          and nobody else, however long they wait in front of it"
    `);
  });

  it('has labels above their texts at 40 columns, and leaves the code alone', () => {
    const text = luaPageView(page, plainStyle(40, { unicode: false }));
    expect(text).toContain(page.text.trimEnd());
    const prose = text.replace(page.text.trimEnd(), '').split('\n');
    expect(prose.filter((line) => line.length > 40).map((line) => line.trim())).toEqual([
      page.notes[0]!.line,
    ]);
    expect(text.slice(0, text.indexOf('KEYS[1]'))).toMatchInlineSnapshot(`
      "turnstile - flown by nautilus - mission
        7
      lets one through and then nobody

      Trade-off
        simple; but few like it
      Keeps
        a string that says whether somebody
        has been there (about 72 bytes at 10
        per 60 s)
      Takes
        O(1)
      Admitting
        GET, SET
      Denying
        GET
      Looking
        GET

      "
    `);
  });
});

describe('the lists', () => {
  const flawed: Algorithm = {
    ...algorithm,
    name: 'flawed/revolving-door',
    flaw: {
      what: 'whoever pushes hard enough is let in',
      source: 'a hotel',
      instead: 'turnstile',
      drive: { limit: 1, periodMs: 1000 },
      trace: [],
    },
  };

  it('have a name, what it does and what that costs', () => {
    expect(luaListView([page, { ...page, ships: [], mission: null }], 22, plainStyle()))
      .toMatchInlineSnapshot(`
      "turnstile · flown by nautilus · mission 7
        lets one through and then nobody
        Trade-off: simple; but few like it

      turnstile
        lets one through and then nobody
        Trade-off: simple; but few like it

      \`hyperdrive lua token-bucket\` shows a script, with notes.
      \`hyperdrive lua --flawed\` lists 22 widespread mistakes."
    `);
  });

  it('have a name and what goes wrong', () => {
    expect(flawedListView([{ algorithm: flawed, ships: [], mission: 2 }], plainStyle()))
      .toMatchInlineSnapshot(`
      "flawed/revolving-door · mission 2
        whoever pushes hard enough is let in

      \`hyperdrive lua flawed/revolving-door\` shows one, and what it lets through."
    `);
  });
});
