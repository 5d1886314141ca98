import { algorithms } from '../algorithms/index.ts';
import { untaggedKey } from './target.ts';

/** Scripts that make a key beside the one that they declare: what the two add to a ship's own key, the one behind the other. */
export const twofold = algorithms.flatMap((one) => {
  const behind = one.flaw?.undeclared;
  return behind === undefined ? [] : [{ declared: untaggedKey('', '', one), behind }];
});
