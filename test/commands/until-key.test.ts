import { expect, it } from 'vitest';
import { untilKey, type Listener } from '../../src/commands/until-key.ts';
import { Interrupted } from '../../src/errors.ts';

/** A person who presses Ctrl-C as soon as somebody listens. */
const impatient: Listener = {
  nextKey: () => Promise.reject(new Interrupted()),
  beforeExit: () => () => {},
};

it('ends what is under way before Ctrl-C is told, however that ends', async () => {
  for (const outcome of [Promise.resolve(), Promise.reject(new Error('cut off'))]) {
    const told: string[] = [];
    const work = async (signal: AbortSignal): Promise<void> => {
      await new Promise((stopped) => signal.addEventListener('abort', stopped));
      told.push('cleaned up');
      await outcome;
    };
    await expect(untilKey(impatient, () => false, work)).rejects.toThrow(Interrupted);
    expect(told).toEqual(['cleaned up']);
  }
});
