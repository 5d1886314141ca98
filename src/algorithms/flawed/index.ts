import type { Algorithm } from '../algorithm.ts';
import { timestampAsMember } from './timestamp-as-member.ts';

/** The gallery: widespread mistakes, each as the code that makes it, each seen to misbehave in CI. */
export const flawed: readonly Algorithm[] = [timestampAsMember];
