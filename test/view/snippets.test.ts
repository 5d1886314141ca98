import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { contractWords } from '../../src/limiter/contract-words.ts';
import { findProgram } from '../../src/platform/search-path.ts';
import { snippets, type Language } from '../../src/view/snippets/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'hd-snippets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const languages = Object.keys(snippets) as Language[];
const each = correct.flatMap((algorithm) => languages.map((language) => ({ ...algorithm, language })));

function write(language: Language, algorithm: (typeof correct)[number], capacity?: number): string {
  const drive = { limit: 7, periodMs: 90_000, ...(capacity !== undefined && { capacity }) };
  return snippets[language]({ name: algorithm.name, words: contractWords(algorithm), drive });
}

/** A tool on PATH, asked about a file of this text. */
function ask(tool: string, args: readonly string[], name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return execFileSync(tool, [...args, name], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

const python = findProgram(['python3'], process.env['PATH']);

describe.each(each)('$name for $language', (algorithm) => {
  const { language, name } = algorithm;
  const text = write(language, algorithm);

  it('is short, and reads the script from the file that --raw makes', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThan(45);
    expect(text.split('\n')[0]).toContain(`hyperdrive lua ${name} --raw > ${name}.lua`);
    expect(text.match(new RegExp(`\\b${name}\\.lua\\b`, 'g'))!.length).toBeGreaterThan(1);
  });

  it('names the arguments in order, and every part of the reply', () => {
    const { args, reply } = contractWords(algorithm);
    const order = text.split('\n').find((line) => line.includes('KEYS[1], then ARGV'))!;
    const places = args.map((word) => order.indexOf(word.name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    const flat = text.toLowerCase().replaceAll('_', '');
    for (const word of reply) expect(flat).toContain(word.name.replaceAll('_', ''));
  });

  it('has a capacity where the script takes one', () => {
    expect(write(language, algorithm, 33).includes('33')).toBe(algorithm.bucket);
  });
});

describe.runIf(python)('for Python [needs python3]', () => {
  it.each(correct)('$name is Python', (algorithm) => {
    expect(ask(python!, ['-m', 'py_compile'], 'snippet.py', write('python', algorithm))).toBe('');
  });
});
