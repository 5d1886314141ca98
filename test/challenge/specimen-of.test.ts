import { describe, expect, it } from 'vitest';
import { contractConvention } from '../../src/challenge/contract-convention.ts';
import { attackModels } from '../../src/challenge/models/index.ts';
import { makeSpecimen, modelByName, type SpecimenOptions } from '../../src/challenge/specimen-of.ts';
import { makeWorld } from '../support/world.ts';

const { packageFile } = makeWorld('unix:/nowhere');

const make = (text: string, more: Partial<SpecimenOptions> = {}, file = 'scripts/my.lua') =>
  makeSpecimen(file, text, { packageFile, ...more });

const header = '-- hyperdrive: model=token-bucket argv=limit,period_s allowed=reply==1\n';

describe('a script', () => {
  it('is what its header says', () => {
    const specimen = make(`${header}return 1`);
    expect(specimen).toMatchObject({
      file: 'scripts/my.lua',
      promises: 'token-bucket',
      reference: 'token-bucket',
      convention: { contract: false },
      scripts: [{ name: 'my.lua', text: `${header}return 1` }],
    });
    expect(specimen?.model).toBe(attackModels['token-bucket']);
  });

  it('is sent as it is where the header is not in it', () => {
    const specimen = make('return 1', { header });
    expect(specimen).toMatchObject({ promises: 'token-bucket', scripts: [{ text: 'return 1' }] });
  });

  it('is under the contract with --model', () =>
    expect(make('return 1', { model: 'gcra' })).toMatchObject({
      promises: 'gcra',
      convention: { contract: true, capacity: true },
    }));

  it('promises nothing', () => expect(make('return 1')).toBeNull());

  it('may have its convention in its header, and its model in an option', () => {
    const bare = header.replace('model=token-bucket ', '');
    expect(make(bare, { model: 'gcra' })).toMatchObject({
      promises: 'gcra',
      convention: { contract: false },
    });
    expect(() => make(bare)).toThrow(
      'my.lua:1: nothing says what it promises: add model= with one of fixed-window,',
    );
  });

  it.each([
    ['gcras', 'There is no model "gcras". Did you mean gcra? There are:'],
    ['toString', 'There is no model "toString". There are:'],
  ])('promises no %s', (model, message) => expect(() => make('return 1', { model })).toThrow(message));

  it('does not promise two things', () =>
    expect(() => make(header, { model: 'gcra' })).toThrow(
      'my.lua:1: its header says model=token-bucket, and --model says gcra: leave one out.',
    ));

  it('of several calls is none that a header is for', () =>
    expect(() => make(`${header}-- call 1\nreturn 1\n-- call 2\nreturn 2`)).toThrow('my.lua takes 2 calls'));
});

describe('a packaged script', () => {
  const flawed = packageFile('lua/flawed/floored-refill.lua');

  it('is known by its text, whatever it is called', () => {
    const specimen = make(`\n${flawed}\n\n`, {}, 'copied.lua');
    expect(specimen).toMatchObject({
      file: 'copied.lua',
      promises: 'token-bucket',
      convention: { contract: false },
    });
    expect(make(packageFile('lua/gcra.lua'))).toMatchObject({
      promises: 'gcra',
      convention: { contract: true },
    });
  });

  it('may take several calls', () =>
    expect(make(packageFile('lua/flawed/incr-then-expire.lua'))?.scripts).toHaveLength(2));

  it('is another one as soon as a line of it changes', () =>
    expect(make(flawed.replace('math.floor', 'math.ceil'))).toBeNull());

  it('may be held against another promise', () =>
    expect(make(flawed, { model: 'gcra' })).toMatchObject({
      promises: 'gcra',
      model: attackModels['gcra'],
      reference: 'gcra',
    }));
});

describe('an answer to a challenge', () => {
  const promised = {
    promises: 'emergency-bursts',
    model: attackModels['gcra']!,
    convention: contractConvention({ bucket: true, delays: false }),
    reference: null,
  };
  const text = '-- hyperdrive: challenge=emergency-bursts\nreturn 1';
  const conventionOfChallenge = (id: string) => (id === 'emergency-bursts' ? promised : null);

  it('promises what the challenge says', () =>
    expect(make(text, { conventionOfChallenge })).toMatchObject({
      promises: 'emergency-bursts',
      scripts: [{ text }],
    }));

  it('may be to one that is not there', () =>
    expect(() => make(text.replace('emergency', 'urgent'), { conventionOfChallenge })).toThrow(
      'my.lua:1: there is no challenge "urgent-bursts"',
    ));
});

it.each([
  ['token-bucket.lua', 'token-bucket'],
  ['/a/b/gcra.LUA', 'gcra'],
  ['limiter.lua', null],
  ['toString.lua', null],
])('%s is named after %s', (file, model) => expect(modelByName(file)).toBe(model));
