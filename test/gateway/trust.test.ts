import { describe, expect, it } from 'vitest';
import { makeTrusts, readTrust } from '../../src/gateway/trust.ts';

describe('whom to trust', () => {
  it.each([
    ['1', 1],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['127.0.0.1, ::1,loopback', ['127.0.0.1', '::1', 'loopback']],
    ['fc00::/7,fe80::/10,2001:db8::/32', ['fc00::/7', 'fe80::/10', '2001:db8::/32']],
    ['::ffff:10.0.0.0/104', ['::ffff:10.0.0.0/104']],
  ])('is %j: %j', (text, trust) => expect(readTrust(text)).toEqual(trust));

  it.each(['true', '', '0', '*', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', ',', 'constructor'])(
    'is not %j',
    (text) => expect(readTrust(text)).toBeNull(),
  );

  it.each([
    '0.0.0.0/0',
    '::/0',
    '::ffff:0:0/96',
    '0.0.0.0/1,128.0.0.0/1',
    '10.0.0.0/7',
    '::ffff:10.0.0.0/103',
    '2000::/3',
    'fc00::/6',
  ])('is nearly everybody, and so not %j', (text) => expect(readTrust(text)).toBeNull());
});

describe('a proxy', () => {
  const trusted = (trust: string, address: string, hop = 0) => makeTrusts(readTrust(trust)!)(address, hop);

  it.each([
    ['loopback', '127.0.0.9'],
    ['loopback', '::1'],
    ['uniquelocal', '172.31.0.1'],
    ['linklocal', 'fe80::1%eth0'],
    ['10.0.0.0/8', '::ffff:10.1.2.3'],
    ['::ffff:10.0.0.0/104', '10.1.2.3'],
    ['192.0.2.1', '192.0.2.1:80'],
    ['2001:db8::/32', '[2001:db8::1]:443'],
  ])('of %s is %s', (trust, address) => expect(trusted(trust, address)).toBe(true));

  it.each([
    ['loopback', '192.0.2.1'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['2001:db8::/32', '192.0.2.1'],
    ['::/80', '192.0.2.1'],
    ['192.0.2.1', 'unknown'],
    ['192.0.2.1', ''],
    ['10.0.0.0/8', '0x0a000001'],
  ])('of %s is not %j', (trust, address) => expect(trusted(trust, address)).toBe(false));

  it('is one of so many, whoever it is', () =>
    expect([0, 1, 2].map((hop) => trusted('2', 'unknown', hop))).toEqual([true, true, false]));
});
