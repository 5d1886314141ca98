import type { Reply } from '../../engine/port.ts';
import { integers } from '../../limiter/contract.ts';
import type { Call, Decision, Drive } from '../../limiter/decision.ts';
import type { Algorithm, Flaw } from '../algorithm.ts';

/** What there is to say of a flawed script beyond its name; no bucket unless it says so. */
type Declaration = Omit<Algorithm, 'name' | 'tradeOff' | 'bucket' | 'flaw'> & { flaw: Flaw; bucket?: true };

/** A declaration for the gallery; `name` is the file's, without its folder. */
export function flawedScript(name: string, declaration: Declaration): Algorithm {
  return { name: `flawed/${name}`, tradeOff: 'none: it is broken', bucket: false, ...declaration };
}

type Refusal = NonNullable<Algorithm['refuses']>;

/** The first reason of several. */
export function refuse(...refusals: readonly Refusal[]): Refusal {
  return (drive, cost) => {
    for (const refusal of refusals) {
      const reason = refusal(drive, cost);
      if (reason) return reason;
    }
    return null;
  };
}

export const noCosts: Refusal = (_drive, cost) => (cost === 1 ? null : 'it knows no cost');

export const noNegativeCosts: Refusal = (_drive, cost) => (cost < 0 ? 'a cost is 0 or more' : null);

export const wholeSecondsOnly: Refusal = ({ periodMs }) =>
  periodMs % 1000 ? 'it counts whole seconds, and the period is none' : null;

/** The period in seconds. */
export const seconds = ({ periodMs }: Drive): number => periodMs / 1000;

/** What the bucket holds. */
export const capacityOf = ({ capacity, limit }: Drive): number => capacity ?? limit;

/** The held instant in milliseconds, or '' for the server's clock. */
export const heldMillis = ({ heldMs }: Call): number | '' => heldMs ?? '';

/** The same in whole seconds. */
export const heldSeconds = ({ heldMs }: Call): number | '' =>
  heldMs === null ? '' : Math.floor(heldMs / 1000);

/** ARGV as text. */
export const argv = (...args: readonly (number | string)[]): string[] => args.map(String);

/** Reads `{ allowed, remaining }`. */
export function readAllowedAndLeft(reply: Reply): Decision {
  const [allowed, remaining] = integers(reply, 2);
  return { ...silent, allowed: allowed === 1, remaining: remaining! };
}

/** Reads `{ allowed, remaining, retry after in seconds }`. */
export function readRetrySeconds(reply: Reply): Decision {
  const [allowed, remaining, retry] = integers(reply, 3);
  return {
    ...silent,
    allowed: allowed === 1,
    remaining: remaining!,
    retryAfterMs: allowed === 1 ? 0 : retry! * 1000,
  };
}

/** Reads `{ allowed, remaining, seconds to the end of the window }`. */
export function readWindow(reply: Reply): Decision {
  const decision = readRetrySeconds(reply);
  return { ...decision, resetAfterMs: integers(reply, 3)[2]! * 1000 };
}

/** Of what a convention does not say. */
export const silent = { remaining: null, retryAfterMs: null, resetAfterMs: null } as const;
