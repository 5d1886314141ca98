import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/algorithms/index.ts';
import type { Ship } from '../../src/fleet.ts';
import { fleetDocument, fleetView, writtenView } from '../../src/view/fleet.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const ships: Ship[] = [
  { name: 'api', drive: { algorithm: 'token-bucket', limit: 10_000, periodMs: 60_000, capacity: 20 } },
  { name: 'search', drive: { algorithm: 'leaky-bucket-meter', limit: 5, periodMs: 1_000 } },
  { name: 'copied', drive: { algorithm: 'flawed/timestamp-as-member', limit: 5, periodMs: 900_000 } },
];

describe('the fleet', () => {
  it('shows each drive, what its algorithm does, and who is flawed', () => {
    expect(fleetView(ships, 'my fleet.json', algorithms, plainStyle())).toMatchInlineSnapshot(`
      "┌────────┬────────────────────────────┬─────────────────┬──────────┐
      │ ship   │ algorithm                  │           limit │ capacity │
      ├────────┼────────────────────────────┼─────────────────┼──────────┤
      │ api    │ token-bucket               │ 10,000 per 60 s │       20 │
      │ search │ leaky-bucket-meter         │       5 per 1 s │        5 │
      │ copied │ flawed/timestamp-as-member │    5 per 15 min │          │
      └────────┴────────────────────────────┴─────────────────┴──────────┘
      token-bucket: tokens refill steadily, and a burst may spend what was saved
      leaky-bucket-meter: every jump pours into a bucket that leaks steadily; what
        would overflow is denied
      flawed/timestamp-as-member: flawed: jumps with the same timestamp overwrite each
        other in the set, so they are counted once
      Flawed on purpose: copied.
      3 ships of my fleet.json, in place of the built-in ones."
    `);
  });

  it('is shorter in a narrow terminal, and still tells the algorithms apart', () => {
    expect(fleetView(ships, null, algorithms, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "+--------+-----------+-----------------+
      | ship   | algorithm |           limit |
      +--------+-----------+-----------------+
      | api    | token-... | 10,000 per 60 s |
      | search | leaky-... |       5 per 1 s |
      | copied | flawed... |    5 per 15 min |
      +--------+-----------+-----------------+
      Flawed on purpose: copied.
      3 ships, built in. \`hyperdrive fleet
        init\` begins one of your own."
    `);
  });

  it.each([40, 60, 79, 100])('fits %i columns', (width) => {
    const long = { name: 'x'.repeat(64), drive: ships[1]!.drive };
    const lines = fleetView([...ships, long], 'fleet.json', algorithms, plainStyle(width)).split('\n');
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('escapes the name of its file', () => {
    expect(fleetView(ships, '\u001b[2J', algorithms, plainStyle())).toContain('of \\x1b[2J,');
    expect(writtenView('\u001b[2J', 3, plainStyle())).not.toContain('\u001b');
  });

  it('is a document too', () => {
    expect(fleetDocument(ships.slice(0, 1), 'fleet.json', algorithms)).toEqual({
      file: 'fleet.json',
      ships: [
        {
          ship: 'api',
          algorithm: 'token-bucket',
          limit: 10_000,
          periodMs: 60_000,
          capacity: 20,
          flawed: false,
          summary: expect.any(String) as string,
        },
      ],
    });
    expect(fleetDocument(ships, null, algorithms)['ships']).toMatchObject([{}, {}, { flawed: true }]);
  });

  it('that was written is told with what to do next, as it is typed', () => {
    expect(writtenView('my fleet.json', 3, plainStyle())).toMatchInlineSnapshot(`
      "my fleet.json is written: 3 ships to begin with. Edit it, then:
        hyperdrive fleet --fleet 'my fleet.json'
      shows and checks it. Give --fleet with every command, or set HYPERDRIVE_FLEET to
        its full path. Lessons keep the built-in ships."
    `);
  });
});
