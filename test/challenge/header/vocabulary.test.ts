import { expect, it } from 'vitest';
import { parseExpression } from '../../../src/challenge/header/expression.ts';
import { parseHeader } from '../../../src/challenge/header/header.ts';
import {
  exampleHeaders,
  modelNames,
  replyWord,
  variables,
} from '../../../src/challenge/header/vocabulary.ts';
import { attackModels } from '../../../src/challenge/models/index.ts';

it('names the models that there are', () =>
  expect([...modelNames].sort()).toEqual(Object.keys(attackModels).sort()));

it.each(variables)('$name can be used', ({ name }) =>
  expect(parseExpression(name, { reply: false })).toEqual({ kind: 'variable', name }),
);

it('has a reply', () => expect(parseExpression(replyWord.name, { reply: true })).toBeTruthy());

it.each(exampleHeaders)('%s is a header', (line) => expect(parseHeader('my.lua', line)).not.toBeNull());
