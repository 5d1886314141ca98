import { describe, expect, it } from 'vitest';
import { ownerOf, prefixOf, root } from '../../src/engine/namespace.ts';

const beside = ['.undeclared-key:last_refill'];

describe('whose a key is', () => {
  it.each([
    ['hyperdrive:tardis', 'limiter'],
    ['hyperdrive:{tardis}:gcra', 'limiter'],
    ['hyperdrive:tardis.undeclared-key', 'limiter'],
    ['hyperdrive:tardis.undeclared-key:last_refill', 'limiter'],
    ['hyperdrive:@clock', 'bookkeeping'],
    ['hyperdrive:gateway:tenant:acme', 'gateways'],
    ['hyperdrive:gateway', 'limiter'],
    ['hyperdrive:class-3:tardis', 'others'],
    ['hyperdrive:class-3:tardis.undeclared-key:last_refill', 'others'],
    ['hyperdrive:class-3:@clock', 'others'],
    ['hyperdrive:tardis:last_refill', 'others'],
    ['other:tardis', null],
  ])('%s in the root: %s', (key, owner) => {
    expect(ownerOf(root, key, beside)).toBe(owner);
  });

  // A namespace has none in it, so nothing in it can be another's.
  it.each([
    ['tardis.undeclared-key:last_refill', 'limiter'],
    ['tardis:last_refill', 'limiter'],
    ['gateway:tenant:acme', 'gateways'],
    ['@parked', 'bookkeeping'],
  ])('%s in a namespace: %s', (rest, owner) => {
    const prefix = prefixOf('class-3');
    expect(ownerOf(prefix, prefix + rest)).toBe(owner);
    expect(ownerOf(prefixOf('class-4'), prefix + rest)).toBeNull();
  });
});
