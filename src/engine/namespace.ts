import { UsageError } from '../errors.ts';

const name = /^[A-Za-z0-9._-]{1,64}$/;

const gateway = 'gateway';

/** Every key of hyperdrive starts with this; nothing outside is ever written or deleted. */
export const root = 'hyperdrive:';

/** The prefix of a namespace: `hyperdrive:`, or `hyperdrive:N:`. Throws `UsageError`. */
export function prefixOf(namespace?: string): string {
  if (namespace === undefined) return root;
  if (!name.test(namespace))
    throw new UsageError(
      `The namespace must be 1 to 64 of A-Z a-z 0-9 . _ -; got ${JSON.stringify(namespace)}.`,
    );
  if (namespace === gateway)
    throw new UsageError(
      `The namespace ${gateway} is taken: the keys of gateways begin so. Choose another name.`,
    );
  return `${root}${namespace}:`;
}

/** Whether a ship may be called so. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && name.test(value);
}

/** The prefix of what the gateways of a namespace keep: by callers, whom no ship's name may meet. */
export function gatewayPrefix(prefix: string): string {
  return `${prefix}${gateway}:`;
}

/** A ship's name as it was given, checked. Throws `UsageError`. */
export function checkShip(ship: string): string {
  if (!name.test(ship))
    throw new UsageError(
      `A ship's name is 1 to 64 of A-Z a-z 0-9 . _ -; got ${JSON.stringify(ship.slice(0, 80))}.`,
    );
  return ship;
}

/** The key of a ship's own drive. */
export function ownKey(prefix: string, ship: string): string {
  return `${prefix}${ship}`;
}

/** The key of anything else of a ship; the braces keep all of them in one cluster slot. */
export function partKey(prefix: string, ship: string, ...parts: string[]): string {
  return `${prefix}{${ship}}:${parts.join(':')}`;
}

/** The held clock's instant. `@` cannot stand in a ship's name, so no ship can take this key. */
export function clockKey(prefix: string): string {
  return `${prefix}@clock`;
}

/** The deadlines, in held time, of the keys whose TTLs are parked. */
export function parkedKey(prefix: string): string {
  return `${prefix}@parked`;
}

/** Whether a key is a limiter of exactly this namespace: not a bookkeeping key, not another namespace's. */
export function isLimiterKey(prefix: string, key: string): boolean {
  if (!key.startsWith(prefix)) return false;
  const rest = key.slice(prefix.length);
  return rest.startsWith('{') || (!rest.startsWith('@') && !rest.includes(':'));
}

/**
 * Whose a key under a prefix is. `others`: in the root a namespace's keys look as one does that a script put beside a ship's
 * own key, `hyperdrive:<name>:…` both.
 */
export type Owner = 'limiter' | 'bookkeeping' | 'gateways' | 'others';

/** Null for a key outside. `beside`: how keys end that scripts put beside a ship's own; no namespace's ship is called so. */
export function ownerOf(prefix: string, key: string, beside: readonly string[] = []): Owner | null {
  if (!key.startsWith(prefix)) return null;
  const rest = key.slice(prefix.length);
  if (rest.startsWith('@')) return 'bookkeeping';
  if (rest.startsWith(`${gateway}:`)) return 'gateways';
  if (isLimiterKey(prefix, key) || prefix !== root) return 'limiter';
  const ships = (end: string) => rest.endsWith(end) && !rest.slice(0, -end.length).includes(':');
  return beside.some(ships) ? 'limiter' : 'others';
}

/** A glob that matches exactly the text: for SCAN MATCH. */
export function literalGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]^]/g, '\\$&');
}
