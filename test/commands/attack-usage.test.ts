/** What `hyperdrive attack` makes of its arguments, up to the arena: none is opened here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prompts } from '../../src/deps.ts';
import type { ArenaOptions } from '../../src/engine/arena.ts';
import { Interrupted, NoEngineError, UsageError } from '../../src/errors.ts';
import { makeWorld, packageFolder, type World } from '../support/world.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hd-attack-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A world without a server; what arenas are asked for, and what is said on stderr. */
function arenaless(change: Partial<World> = {}) {
  const asked: { keys: readonly string[]; engine: string | undefined }[] = [];
  let said = '';
  const world: World = {
    ...makeWorld('unix:/nowhere'),
    stderr: { isTTY: false, columns: 80, write: (text) => void (said += text) },
    openArena: ({ keys }: ArenaOptions, { engine }) => {
      asked.push({ keys, engine });
      return Promise.reject(new NoEngineError('No arena in here.'));
    },
    ...change,
  };
  const attack = (...argv: string[]) => world.runCommand(['attack', ...argv], world);
  return { attack, asked, said: () => said };
}

describe('a script', () => {
  it.each([
    [[], UsageError, 'Which script? Name a Lua file: hyperdrive attack limiter.lua.'],
    [['/nowhere/x.lua', '--model', 'gcra'], Error, 'no such file'],
    [['lua/flawed/nothing.lua'], Error, 'no such file'],
    [['lua/../package.json'], UsageError, 'does not say what it promises'],
    [['lua/gcra.lua', '--model', 'gcras'], UsageError, 'There is no model "gcras". Did you mean gcra?'],
  ] as const)('%j is refused', async (argv, kind, message) => {
    const { attack, asked } = arenaless();
    const run = attack(...argv);
    await expect(run).rejects.toThrow(kind);
    await expect(run).rejects.toThrow(message);
    expect(asked).toEqual([]);
  });

  it('that says nothing is refused with examples of what to say', async () => {
    const path = file('mine.lua', 'return 1');
    await expect(arenaless().attack(path)).rejects.toThrow(
      `${path} does not say what it promises. Write a line such as these on top of it, or add --model NAME where it keeps the decision contract:
  -- hyperdrive: model=token-bucket
  -- hyperdrive: model=fixed-window-from-first argv=limit,period_s allowed=reply==1
  -- hyperdrive: model=sliding-window-log argv=period_s,limit,now_s allowed=reply[1]==1
hyperdrive attack --help explains the words.`,
    );
  });

  it('whose header is wrong is refused with the line', async () => {
    const path = file('wrong.lua', '-- A limiter\n-- hyperdrive: modle=gcra\nreturn 1');
    await expect(arenaless().attack(path)).rejects.toThrow(`${path}:2: there is no name in a header "modle"`);
  });

  it.each(['lua/gcra.lua', join(packageFolder, 'lua/gcra.lua')])('%s comes with hyperdrive', async (path) => {
    const { attack, asked } = arenaless({ exists: (one) => one === join(packageFolder, 'lua/gcra.lua') });
    await expect(attack(path)).rejects.toThrow('No arena in here.');
    expect(asked).toHaveLength(1);
  });

  it('named after a model is judged by that, and it is said', async () => {
    const { attack, said } = arenaless();
    const path = file('token-bucket.lua', 'return 1');
    await expect(attack(path)).rejects.toThrow(NoEngineError);
    expect(said()).toBe(
      `${path} is judged by its name, under the decision contract. To say so: -- hyperdrive: model=token-bucket\n`,
    );
  });
});

describe('the server', () => {
  it('is never the one of --url', async () => {
    const { attack, asked, said } = arenaless({ openEngine: () => Promise.reject(new Error('opened')) });
    const run = attack('lua/gcra.lua', '--url', 'valkey://example.com', '--engine', 'builtin');
    await expect(run).rejects.toThrow(NoEngineError);
    expect(said()).toBe(
      '--url is not used: an attack always starts a server of its own, and throws it away.\n',
    );
    expect(asked[0]).toMatchObject({ engine: 'builtin' });
  });

  it('may be touched at the declared keys alone', async () => {
    const { attack, asked } = arenaless();
    const header = '-- hyperdrive: model=gcra keys={key}:a,{key}:b\n';
    await expect(attack(file('keys.lua', `${header}return 1`))).rejects.toThrow(NoEngineError);
    for (const key of asked[0]!.keys) expect(key).toMatch(/:[ab]$/);
  });
});

describe('a person', () => {
  const code = 'local limit, window = ARGV[1], ARGV[2]\nreturn 1';

  /** Answers in order: lines as they are, choices by how they begin. */
  function person(answers: string[]) {
    const questions: string[] = [];
    const next = (question: string) => {
      questions.push(question);
      const answer = answers.shift();
      if (answer === undefined) throw new Interrupted();
      return answer;
    };
    const prompts: Prompts = {
      line: async (question, suggestion = '') => next(question) || suggestion,
      choose: async (question, choices) => {
        const answer = next(question);
        const found = choices.find(({ name }) => name.startsWith(answer));
        if (!found)
          throw new Error(`${question} has no ${answer}: ${choices.map(({ name }) => name).join()}`);
        return found.value;
      },
      confirm: async (question) => next(question) === 'y',
    };
    return { questions, world: { canAsk: true, prompts: async () => prompts } };
  }

  it('is asked for what the script does not say; the header is shown, and not written unasked', async () => {
    const { questions, world } = person([
      'token-bucket',
      'its own',
      'limit ',
      'something else',
      'period_m', // read again: no such thing
      'period_ms/1000',
      'something else',
      'reply', // no yes or no
      'reply[1]>0',
      '',
      '',
      '',
      'n',
    ]);
    const { attack, said } = arenaless(world);
    await expect(attack(file('ask.lua', code))).rejects.toThrow(NoEngineError);
    expect(said()).toContain('period_m: there is no variable "period_m". Did you mean period_ms?');
    expect(said()).toContain('reply: it is no yes or no: compare it, such as reply==1.');
    expect(said()).toContain(
      '\n-- hyperdrive: model=token-bucket argv=limit,period_ms/1000 allowed=reply[1]>0\n',
    );
    expect(said()).toContain('Without it, the same attack needs the same answers.');
    expect(questions).toContain('What is ARGV[2]? (local limit, window = ARGV[1], ARGV[2])');
    expect(questions.at(-1)).toMatch(/^Write this on top of .*ask\.lua\?$/);
  });

  it('has it written on top of the file as it is by then', async () => {
    const path = file('write.lua', code);
    const { world } = person(['gcra', 'under the decision contract', 'y']);
    const written: Record<string, string> = {};
    const replaceFile = async (name: string, text: string) => {
      written[name] = text;
      return `${name}.bak`;
    };
    const texts = [code, `${code} -- saved meanwhile`];
    const readFile = async () => texts.shift()!;
    const { attack, said } = arenaless({ ...world, replaceFile, readFile });
    await expect(attack(path)).rejects.toThrow(NoEngineError);
    expect(written).toEqual({ [path]: `-- hyperdrive: model=gcra\n${code} -- saved meanwhile` });
    expect(said()).toContain(`What was there is kept as ${path}.bak.`);
  });

  it('is asked for the numbers that the script has written in, and not for parts of a reply that has none', async () => {
    const answers = ['fixed-window-from', 'its own', 'reply==1', 'five', '5', '', 'n'];
    const { attack, said } = arenaless(person(answers).world);
    const own = "return redis.call('INCR', KEYS[1]) <= 5 and redis.call('INCR', KEYS[2]) and 1 or 0";
    await expect(attack(file('pins.lua', own))).rejects.toThrow(NoEngineError);
    expect(said()).toContain('five: it is no whole number, 1 or more.');
    expect(said()).toContain(`
-- hyperdrive: model=fixed-window-from-first argv= allowed=reply==1
-- hyperdrive: keys={key},{key}:2 limit=5 period_ms=60000
`);
  });

  it('who leaves writes nothing', async () => {
    const { world } = person(['gcra']);
    await expect(arenaless(world).attack(file('leave.lua', code))).rejects.toThrow(Interrupted);
  });

  it('is asked for the file', async () => {
    const { questions, world } = person(['']);
    await expect(arenaless(world).attack()).rejects.toThrow('limiter.lua');
    expect(questions).toEqual(['Which file?']);
  });

  it.each(['--no-input', '--json'])('is not asked with %s', async (option) => {
    const { world } = person([]);
    await expect(arenaless(world).attack(file('quiet.lua', code), option)).rejects.toThrow(UsageError);
  });
});
