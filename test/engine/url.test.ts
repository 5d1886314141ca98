import { describe, expect, it } from 'vitest';
import { parseServerUrl } from '../../src/engine/url.ts';

describe('a server URL', () => {
  it.each([
    ['valkey://127.0.0.1', { host: '127.0.0.1', port: 6379, tls: false, db: 0 }],
    ['redis://h:1234/7', { host: 'h', port: 1234, tls: false, db: 7 }],
    ['valkeys://h', { host: 'h', port: 6379, tls: true, db: 0 }],
    ['rediss://[::1]:7000', { host: '::1', port: 7000, tls: true, db: 0 }],
    ['valkey://:secret@h', { password: 'secret', db: 0 }],
    ['valkey://ann:p%40ss%3A@h/3', { username: 'ann', password: 'p@ss:', db: 3 }],
    [
      'valkeys://ann:a%2Cb@h:1,[::1]:2,i',
      {
        host: 'h',
        port: 1,
        tls: true,
        username: 'ann',
        password: 'a,b',
        nodes: [
          { host: 'h', port: 1 },
          { host: '::1', port: 2 },
          { host: 'i', port: 6379 },
        ],
        shown: 'valkeys://h:1,[::1]:2,i:6379',
      },
    ],
    ['unix:/run/x%20y.sock', { path: '/run/x y.sock', tls: false, db: 0 }],
    ['unix:///run/x.sock?db=2', { path: '/run/x.sock', db: 2 }],
    ['unix://ann:secret@/run/x.sock', { path: '/run/x.sock', username: 'ann', password: 'secret' }],
  ])('%s', (text, parts) => {
    expect(parseServerUrl(text)).toMatchObject(parts);
  });

  it.each([
    '',
    'localhost:6379',
    'http://h',
    'valkey://',
    'valkey://h/x',
    'valkey://h/123456',
    'unix:x.sock',
    'valkey://%zz@h',
  ])('refuses %j and says how one looks', (text) => {
    expect(() => parseServerUrl(text)).toThrow(/valkey:\/\/|percent-encoding/);
  });

  it('of a cluster has database 0, and no gap between two commas', () => {
    expect(() => parseServerUrl('valkey://h:1,i:2/3')).toThrow(/database 0 alone/);
    expect(() => parseServerUrl('valkey://h:1,,i:2')).toThrow(/Between two commas/);
  });

  it('never shows a login', () => {
    for (const text of ['valkey://ann:hush@h:1,i:2', 'valkey://ann:hush@h/1', 'unix://ann:hush@/x.sock']) {
      expect(parseServerUrl(text).shown).not.toMatch(/hush|ann/);
    }
    for (const text of ['http://ann:hush@h', 'valkey://ann:hush@h/x', 'valkey://ann:hush%@h']) {
      expect(() => parseServerUrl(text)).toThrow(expect.not.stringMatching(/hush/) as never);
    }
  });
});
