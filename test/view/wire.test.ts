import { expect, it } from 'vitest';
import { wireView } from '../../src/view/wire.ts';
import { plainStyle } from '../support/style.ts';

const wire = {
  bytesSha: 152, bytesText: 3_647, bytesRatio: 23.99, keptMicros: 61.4, textMicros: 72.3, freshMicros: 1_204.7, textRatio: 1.18, freshRatio: 19.62,
}; // prettier-ignore
const view = (width: number, unicode = true) =>
  wireView({ algorithm: 'token-bucket', rounds: 100, wire }, plainStyle(width, { unicode }));

it('shows what a decision costs on its way', () => {
  expect(view(80)).toMatchInlineSnapshot(`
    "token-bucket · one decision at a time, medians of 100 rounds
    ┌─────────┬────────┬───────┬──────────┬────────┐
    │ sent    │ socket │ bytes │     time │ vs 1st │
    ├─────────┼────────┼───────┼──────────┼────────┤
    │ EVALSHA │ kept   │   152 │    61 µs │    1 × │
    │ EVAL    │ kept   │ 3,647 │    72 µs │  1.2 × │
    │ EVALSHA │ new    │   152 │ 1,200 µs │   20 × │
    └─────────┴────────┴───────┴──────────┴────────┘
    The script's text makes a request 24 times as large as its SHA does.
    A new connection for each decision takes 20 times as long as one that is kept."
  `);
});

it('fits into 40 columns, without Unicode', () => {
  expect(view(40, false)).toMatchInlineSnapshot(`
    "token-bucket - one decision at a time,
      medians of 100 rounds
    +-------+------+-----+--------+------+
    |sent   |socket|bytes|    time|vs 1st|
    +-------+------+-----+--------+------+
    |EVALSHA|kept  |  152|   61 us|   1 x|
    |EVAL   |kept  |3,647|   72 us| 1.2 x|
    |EVALSHA|new   |  152|1,200 us|  20 x|
    +-------+------+-----+--------+------+
    The script's text makes a request 24
      times as large as its SHA does.
    A new connection for each decision takes
      20 times as long as one that is kept."
  `);
});
