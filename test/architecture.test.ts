import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

interface Source {
  path: string;
  text: string;
  /** What it imports, as paths in src/ or package names; type-only imports left out. */
  imports: string[];
}

/** What these files hold in template strings are programs for others to run. */
const programs = 'view/snippets/';

const files: Source[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const written = readFileSync(join(source, path), 'utf8');
    const text = path.startsWith(programs) ? withoutTemplates(written) : written;
    const imports = [
      ...text.matchAll(/(?:^import (?!type\b)[^;]*?from |^import |\bimport\()'([^']+)'/gm),
    ].map(([, target]) =>
      target!.startsWith('.') ? relative(source, join(source, path, '..', target!)) : target!,
    );
    return { path, text, imports };
  });

const room = (path: string) => path.split('/')[0]!;

describe('the world', () => {
  const doors = /^(main\.ts|engine\/|gateway\/|platform\/)/;
  it.each([
    ['the process', /(?<![.\w])process\./],
    ['the console', /\bconsole\./],
    ['real time', /\bDate\.now\(|\bsetTimeout\(|\bsetInterval\(|\bnew Date\(\)|\bperformance\.now/],
    ['chance', /\bMath\.random\(|\brandomBytes\(/],
  ])('%s is touched by main, engine, gateway and platform alone', (_, pattern) => {
    const offenders = files.filter(
      ({ path, text }) => !doors.test(path) && pattern.test(withoutComments(text)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('is imported there alone: files, sockets, processes', () => {
    const worldly =
      /^(node:)?(fs|fs\/promises|net|tls|http|https|child_process|os|worker_threads|readline|tty)$|^(iovalkey|inquirer)$/;
    const offenders = files.filter(
      ({ path, imports }) => !doors.test(path) && imports.some((target) => worldly.test(target)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe('dependencies', () => {
  /** What each room may import, rooms or single files, besides itself, errors, duration, nearest and types. */
  const may: Record<string, readonly string[]> = {
    engine: ['platform'],
    platform: [],
    limiter: ['engine', 'algorithms'],
    algorithms: ['limiter'],
    traffic: ['limiter', 'algorithms', 'engine'],
    usage: ['limiter', 'algorithms', 'engine'],
    content: [],
    challenge: ['limiter', 'algorithms', 'engine', 'traffic', 'content', 'view'],
    gateway: ['limiter', 'algorithms', 'engine', 'traffic', 'usage', 'platform', 'view'],
    lesson: ['limiter', 'algorithms', 'engine', 'view', 'content'],
    doctor: ['algorithms', 'engine', 'lesson', 'view'],
    view: ['challenge/law-words.ts'],
    commands: [
      'algorithms',
      'challenge',
      'content',
      'doctor',
      'engine',
      'gateway',
      'lesson',
      'limiter',
      'traffic',
      'usage',
      'view',
      'fleet.ts',
      'fleet-file.ts',
      'gateway-file.ts',
      'json-fields.ts',
    ],
  };

  it.each(Object.entries(may))('%s imports nothing above it', (name, allowed) => {
    const everyone = new Set([name, 'errors.ts', 'duration.ts', 'nearest.ts', 'deps.ts', ...allowed]);
    const strays = files
      .filter(({ path }) => room(path) === name)
      .flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.includes('.ts') && !everyone.has(room(target)) && !everyone.has(target))
          .map((target) => `${path} → ${target}`),
      );
    expect(strays).toEqual([]);
  });

  it('has a rule for every room', () => {
    const rooms = new Set(files.filter(({ path }) => path.includes('/')).map(({ path }) => room(path)));
    expect([...rooms].sort()).toEqual(Object.keys(may).sort());
  });

  it('keeps the start-up path light: main and program load nothing heavy before they must', () => {
    const eager = (path: string, seen = new Set<string>()): Set<string> => {
      const file = files.find((one) => one.path === path);
      if (!file || seen.has(path)) return seen;
      seen.add(path);
      const statically = [...file.text.matchAll(/^import (?!type\b)[^;]*?from '([^']+)'/gm)].map(
        ([, target]) => target!,
      );
      for (const target of statically) {
        if (target.startsWith('.')) eager(relative(source, join(source, path, '..', target)), seen);
        else seen.add(target);
      }
      return seen;
    };
    const loaded = [...eager('main.ts')];
    for (const heavy of ['iovalkey', 'inquirer', 'cli-table3', 'yaml']) expect(loaded).not.toContain(heavy);
  });
});

it('names each algorithm after its file', async () => {
  const { algorithms } = await import('../src/algorithms/index.ts');
  const { combined } = await import('../src/algorithms/combined.ts');
  // What counts usage decides nothing.
  const scripts = readdirSync(join(root, 'lua'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.lua') && !path.startsWith('usage/'),
  );
  expect([...algorithms, ...combined].map(({ name }) => `${name}.lua`).sort()).toEqual(scripts.sort());
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm, '');
}

function withoutTemplates(text: string): string {
  return text.replaceAll(/`(?:[^`\\]|\\[^])*`/g, '``');
}
