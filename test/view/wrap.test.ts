import { expect, it } from 'vitest';
import { wrapWords } from '../../src/view/wrap.ts';

it.each(['20 ms', '5 min', '1.5 GiB', '9.6 %'])('%s is not parted', (amount) => {
  expect(wrapWords(`it takes ${amount} of it`, 'it takes 5'.length, '')).toContain(amount);
});
