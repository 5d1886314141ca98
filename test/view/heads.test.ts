import { describe, expect, it } from 'vitest';
import { headsView } from '../../src/view/heads.ts';
import { plainStyle } from '../support/style.ts';

describe('what the first answers told', () => {
  it('fits a narrow terminal, and leaves out what nobody was told', () => {
    const denied = {
      status: 429,
      headers: { 'RateLimit-Policy': '"per-second";q=10;w=1, "per-day";q=1000;w=86400', 'Retry-After': '1' },
    };
    expect(headsView({ allowed: null, denied }, plainStyle(40))).toMatchInlineSnapshot(`
      "The first that was denied was told 429:
        RateLimit-Policy:
          "per-second";q=10;w=1,
          "per-day";q=1000;w=86400
        Retry-After: 1"
    `);
    expect(headsView({ allowed: null, denied: null }, plainStyle(40))).toBe('');
  });

  it('shows text that a stranger sent as what it is', () => {
    const allowed = { status: 200, headers: { 'Hyperdrive-Decided-By': 'me\u001b[31m' } };
    expect(headsView({ allowed, denied: null }, plainStyle())).not.toContain('\u001b');
  });
});
