import { describe, expect, it } from 'vitest';
import { readTrust } from '../../src/gateway/trust.ts';
import { countingDecider, gatewayOf } from '../support/gateway.ts';

const frozen = () => 0;

describe('behind a proxy', () => {
  const callers = async (trust: string | null, forwarded: string[]) => {
    const app = gatewayOf(countingDecider(frozen), { trustProxy: trust === null ? null : readTrust(trust) });
    const answers = forwarded.map((value) =>
      app.inject({ url: '/x', remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': value } }),
    );
    return (await Promise.all(answers)).map((answer) => answer.json<{ caller: string }>().caller);
  };

  it('nobody is believed unless told so', async () => {
    const [a, b] = await callers(null, ['192.0.2.1', '192.0.2.2']);
    expect(a).toBe(b);
  });

  it.each(['10.0.0.0/8', '1'])(
    'it is believed for whom it asks (%s), but not what others told it',
    async (trust) => {
      const [a, b, c] = await callers(trust, ['192.0.2.1', '192.0.2.2', '203.0.113.9, 192.0.2.1']);
      expect(a).not.toBe(b);
      expect(c).toBe(a);
    },
  );

  it('also where it tells its port', async () => {
    const [a, b] = await callers('10.0.0.0/8', ['192.0.2.1', '192.0.2.1:4711, 10.0.0.2:80']);
    expect(b).toBe(a);
  });

  it('another network is not', async () => {
    const [a, b] = await callers('172.16.0.0/12', ['192.0.2.1', '192.0.2.2']);
    expect(a).toBe(b);
  });
});
