/** What somebody who writes JavaScript must know to write a little Lua, pair by pair. */
const pairs: readonly (readonly [javascript: string, lua: string])[] = [
  ['const x = 1', 'local x = 1'],
  ['x === y, x !== y', 'x == y, x ~= y'],
  ['if (a) { … } else { … }', 'if a then … else … end'],
  ['a && b, !c', 'a and b, not c'],
  ['a ? b : c', 'a and b or c'],
  ['x += 1', 'x = x + 1'],
  ["a + '-' + b", "a .. '-' .. b"],
  ['list[0], list.length', 'list[1], #list'],
  ['null', 'nil'],
  ['Math.floor(x)', 'math.floor(x)'],
  ['// a comment', '-- a comment'],
];

/** The same as a part of a Markdown page. */
export function luaCrib(): string {
  return `## Lua, if you know JavaScript

| JavaScript | Lua |
|---|---|
${pairs.map(([javascript, lua]) => `| \`${javascript}\` | \`${lua}\` |`).join('\n')}

- What is \`local\` inside \`if … end\` is gone after it: declare it before.
- 0 and \`''\` count as true; only \`nil\` and \`false\` do not.
- \`redis.call('GET', key)\` sends a command. What the server keeps comes back as text: \`tonumber\` makes a number of it. A
  missing key comes back as \`false\`, a missing field too.
`;
}
