import { messageOf } from '../../../src/errors.ts';
import { refutation, type Check } from '../check.ts';
import { driveTrace } from '../driver.ts';
import { runTrace } from '../trace.ts';
import { agree } from './agreement.ts';

export const followsItsTables: Check = {
  name: 'follows its case tables, called as it is and inside the driver of random traces',
  counterexample: (subject) =>
    refutation(subject, async () => {
      for (const { name, rows } of subject.cases) {
        const expected = rows.map(({ decision }) => decision);
        for (const [how, run] of [
          ['', runTrace],
          [', driven', driveTrace],
        ] as const) {
          try {
            agree(rows, expected, await run(subject, rows));
          } catch (error) {
            throw new Error(`${name}${how}\n${messageOf(error)}`, { cause: error });
          }
        }
      }
    }),
};
