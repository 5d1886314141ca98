import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** Where a request comes from, as far as it says who asks. */
export interface Origin {
  /** Names and values in turn, a pair for each line that was sent. */
  rawHeaders: readonly string[];
  /** Who asks, by the proxies that are trusted. */
  ip: string;
  /** The other end of the connection. */
  peer: string;
}

export interface IdentityOptions {
  /** The header that an API key comes in, in lower case. */
  keyHeader: string;
  /** What instances share and others do not know, so that nobody finds an address by hashing all of them. */
  secret: string;
}

/**
 * Who asks: by the API key, else by the address; as a hash, because keys, logs and metrics are read by people who need to
 * know neither. The key is taken as it is given: whether it is valid is for others to say. They may look at one of several
 * lines, so who sends lines that differ is known by the address: a second line would otherwise make a new caller each time.
 */
export function makeIdentify({ keyHeader, secret }: IdentityOptions): (origin: Origin) => string {
  const hash = (kind: 'key' | 'address', value: string): string =>
    createHmac('sha256', secret).update(`${kind}:${value}`).digest('hex').slice(0, 32);
  return ({ rawHeaders, ip, peer }) => {
    const [key, ...others] = new Set(linesOf(rawHeaders, keyHeader));
    return key && !others.length ? hash('key', key) : hash('address', network(ip) ?? network(peer) ?? peer);
  };
}

function linesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === name);
}

/**
 * What counts as one caller among addresses: an IPv4 address, also where it is mapped into IPv6; of IPv6 the first 64 bits,
 * because whoever has one address there has them all. Null where it is no address: a proxy may forward anything.
 */
export function network(address: string): string | null {
  const text = withoutPort(address);
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text;
  if (!ipaddr.IPv6.isValid(text)) return null;
  const parsed = ipaddr.IPv6.parse(text);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const start = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${start.join(':')}::/64`;
}

/** An address as some proxies forward it: `192.0.2.7:4711`, `[2001:db8::1]:443`. */
export function withoutPort(address: string): string {
  return address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}
