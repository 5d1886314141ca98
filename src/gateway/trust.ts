import ipaddr from 'ipaddr.js';
import { withoutPort } from './identity.ts';

/** Which proxies are believed: so many in front, or those of these addresses and networks. */
export type Trust = number | readonly string[];

/** Names that proxies are trusted by, besides addresses, and what of those they are. */
const named: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** No proxies of one's own take up more: a few of such networks would be everybody. But fc00::/7 and fe80::/10 are nobody else's. */
const leastBits = { ipv4: 8, ipv6: 16 };
const privateBits: Partial<Record<string, number>> = { uniqueLocal: 7, linkLocal: 10 };

/**
 * Reads `--trust-proxy`: how many proxies stand in front, or which addresses and networks they have. Null where it is neither,
 * and where it trusts everybody, or nearly: any caller could name the address to be counted for then.
 */
export function readTrust(text: string): Trust | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) >= 1 ? Number(text) : null;
  const networks = text.split(',').map((part) => part.trim());
  return networks.every((one) => Object.hasOwn(named, one) || readNetwork(one)) ? networks : null;
}

/**
 * Whether the address that a proxy forwarded is one of a proxy itself; the other end is hop 0. With a number it is believed
 * that so many stand in front, whoever the peer is.
 */
export function makeTrusts(trust: Trust): (address: string, hop: number) => boolean {
  if (typeof trust === 'number') return (_address, hop) => hop < trust;
  const networks = trust.flatMap((one) => (Object.hasOwn(named, one) ? named[one]! : [one])).map(readNetwork);
  return (address) => {
    // Some proxies forward the port as well.
    const text = withoutPort(address);
    if (!isAddress(text)) return false;
    const found = ipaddr.process(text);
    return networks.some((one) => one && found.kind() === one[0].kind() && found.match(one[0], one[1]));
  };
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** A network, or an address as one of its own; null where it is none, or too wide. IPv4 that is mapped into IPv6 is IPv4. */
function readNetwork(text: string): Network | null {
  const [given = '', slash, ...more] = text.split('/');
  if (more.length || !isAddress(given)) return null;
  const address = ipaddr.process(given);
  const kind = address.kind();
  const [mapped, most] = [kind === 'ipv4' && given.includes(':') ? 96 : 0, kind === 'ipv4' ? 32 : 128];
  const bits = slash === undefined ? most : /^\d{1,3}$/.test(slash) ? Number(slash) - mapped : 0;
  const least = (kind === 'ipv6' && privateBits[address.range()]) || leastBits[kind];
  return bits >= least && bits <= most ? [address, bits] : null;
}

/** Not 0x0a000001 or 010.1, which some read so and some otherwise. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
