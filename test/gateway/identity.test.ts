import { describe, expect, it } from 'vitest';
import { makeIdentify, network } from '../../src/gateway/identity.ts';

describe('an address counts as', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['[2001:DB8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s: %s', (address, counted) => expect(network(address)).toBe(counted));

  it.each(['', 'unknown', '1.2.3', '0x7f000001', '010.1.1.1.1', '<script>', '2001:db8::1::2'])(
    '%j: nothing',
    (text) => expect(network(text)).toBeNull(),
  );
});

describe('a caller', () => {
  const identify = makeIdentify({ keyHeader: 'x-api-key', secret: 's' });
  const from = (ip: string, keys: string | readonly string[] = [], peer = '198.51.100.1') => {
    const lines = [keys].flat().flatMap((key) => ['X-Api-Key', key]);
    return identify({ rawHeaders: ['Host', 'h', ...lines, 'Accept', 'x-api-key'], ip, peer });
  };

  it('is a hash that holds neither key nor address', () => {
    for (const caller of [from('192.0.2.7'), from('192.0.2.7', 'secret-key')])
      expect(caller).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is known by its key wherever it calls from, and by its address without one', () => {
    expect(from('192.0.2.7', 'k')).toBe(from('192.0.2.8', 'k'));
    expect(from('192.0.2.7', 'k')).not.toBe(from('192.0.2.7', 'l'));
    expect(from('192.0.2.7', '')).toBe(from('192.0.2.7'));
    expect(from('192.0.2.7')).not.toBe(from('192.0.2.8'));
    expect(from('2001:db8::1')).toBe(from('2001:db8::ffff:1'));
    expect(from('2001:db8::1')).not.toBe(from('2001:db8:0:1::1'));
  });

  it('is known by its address where it sends keys that differ: others may look at one of them alone', () => {
    expect(from('192.0.2.7', ['k', 'k'])).toBe(from('192.0.2.7', 'k'));
    for (const keys of [
      ['k', 'l'],
      ['', 'k'],
      ['k', ''],
      ['', ''],
    ])
      expect(from('192.0.2.7', keys)).toBe(from('192.0.2.7'));
    expect(from('192.0.2.7', 'k, l')).not.toBe(from('192.0.2.7'));
  });

  it('cannot take another one for its own by a key that reads like his address', () => {
    expect(from('192.0.2.8', '192.0.2.7')).not.toBe(from('192.0.2.7'));
  });

  it('is the other end of the connection where a proxy forwards no address', () => {
    expect(from('unknown', [], '192.0.2.7')).toBe(from('192.0.2.7'));
  });

  it('is known by a header named constructor if one was sent', () => {
    const named = makeIdentify({ keyHeader: 'constructor', secret: 's' });
    const sent = (...rawHeaders: string[]) => named({ rawHeaders, ip: '192.0.2.7', peer: '' });
    expect(sent()).toBe(from('192.0.2.7'));
    expect(sent('Constructor', 'k')).toBe(from('192.0.2.7', 'k'));
  });

  it('has another hash under another secret', () => {
    const other = makeIdentify({ keyHeader: 'x-api-key', secret: 't' });
    expect(other({ rawHeaders: [], ip: '192.0.2.7', peer: '' })).not.toBe(from('192.0.2.7'));
  });
});
