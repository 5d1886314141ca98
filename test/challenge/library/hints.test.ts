import { describe, expect, it } from 'vitest';
import { readHints } from '../../../src/challenge/library/hints.ts';

const items = '1. a\n2. b\n3. c\n';

function read(text: string) {
  const problems: string[] = [];
  const hints = readHints(text, (line, message, remedy) => problems.push(`${line}: ${message} ${remedy}`));
  return { hints, problems };
}

describe('hints', () => {
  it('are three for some laws, and three for anything', () => {
    const { hints, problems } = read(`# Hints\n\n## decision, retry\n\n${items}\n## anything\n${items}`);
    expect(problems).toEqual([]);
    expect(hints).toEqual([
      { laws: ['decision', 'retry'], tiers: ['a', 'b', 'c'] },
      { laws: [], tiers: ['a', 'b', 'c'] },
    ]);
  });

  it('may go on over lines and hold code in which nothing is a heading or a number', () => {
    const third = '3. almost:\n\n   ```lua\n   ## x\n   1. y\n     local z\n   ```\n\n   that\n';
    const { hints, problems } = read(`## anything\r\n1. a\r\n   further\n2. b\n\n${third}`);
    expect(problems).toEqual([]);
    expect(hints[0]!.tiers).toEqual([
      'a\nfurther',
      'b',
      'almost:\n\n```lua\n## x\n1. y\n  local z\n```\n\nthat',
    ]);
  });

  it.each([
    ['', '1: There are no hints for whatever breaks. Add a section `## anything`'],
    [`## ttl\n${items}`, '1: There are no hints for whatever breaks.'],
    [
      `## anything\n1. a\n2. b\n`,
      '1: The section "anything" has the hints 1, 2. Write exactly three: 1. where',
    ],
    [`## anything\n1. a\n3. b\n2. c\n`, '1: The section "anything" has the hints 1, 3, 2.'],
    [`## anything\n`, '1: The section "anything" has no hints.'],
    [`## anything\n1. a\n2.\n3. c\n`, '3: Hint 2 is empty.'],
    [`## anything\n${items}## speed\n${items}`, '5: "speed" is no heading of hints. Write `## anything`, or'],
    [`## anything, ttl\n${items}`, '1: "anything, ttl" is no heading of hints.'],
    [
      `## anything\n${items}## ttl\n${items}## ttl\n${items}`,
      '9: There are hints for ttl already, in line 5.',
    ],
    [`hello\n## anything\n${items}`, '1: This text belongs to no hint.'],
    [`## anything\n\nhello\n${items}`, '3: This text belongs to no hint.'],
    [`## anything\n${items}### more\n`, '5: This heading has another depth.'],
    [`## anything\n1. a\n2. b\n3. \`c\`:\n\`\`\`\nx\n`, '5: A fence is opened and never closed.'],
  ])('%j is told', (text, problem) => {
    expect(read(text).problems).toEqual([expect.stringContaining(problem)]);
  });
});
