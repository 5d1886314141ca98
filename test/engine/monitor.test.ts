import { describe, expect, it } from 'vitest';
import { parseMonitorLine } from '../../src/engine/monitor.ts';

/** The words of a line, byte by byte as text. */
const words = (line: string) => parseMonitorLine(line)?.words.map((word) => word.toString('latin1'));

describe('a line of MONITOR', () => {
  it('tells whether a script or a client sent the command', () => {
    expect(parseMonitorLine('+1790000000.000001 [0 lua] "TIME"')).toMatchObject({ byScript: true });
    expect(parseMonitorLine('+1790000000.000001 [0 127.0.0.1:6379] "TIME"')).toMatchObject({
      byScript: false,
    });
    expect(parseMonitorLine('+1790000000.000001 [12 unix:/tmp/a b/[lua] x] "TIME"')).toMatchObject({
      byScript: false,
    });
  });

  it.each([
    [String.raw`"SET" "key" "" "PX" "1000"`, ['SET', 'key', '', 'PX', '1000']],
    [String.raw`"ECHO" "a\"b\\c\r\n\t\a\b\x01\xc3\xa9"`, ['ECHO', 'a"b\\c\r\n\t\u0007\b\u0001\u00c3\u00a9']],
    // What would part the words if quotes were not read with their backslashes.
    [String.raw`"ECHO" "\" " "\" \"" "\\" "x"`, ['ECHO', '" ', '" "', '\\', 'x']],
    [String.raw`"ECHO" "[0 lua] \"TIME\""`, ['ECHO', '[0 lua] "TIME"']],
  ])('is read to the byte: %s', (text, expected) => {
    expect(words(`+1790000000.000001 [0 lua] ${text}`)).toEqual(expected);
  });

  it.each(['', '+OK', '00 [0 lua] "TIME"', '+1790000000.000001 [0 lua]', '-ERR "TIME"'])(
    'that is none, or the end of one, is nothing: %j',
    (line) => {
      expect(parseMonitorLine(line)).toBeNull();
    },
  );
});
