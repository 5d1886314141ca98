import { describe, expect, it } from 'vitest';
import { combined } from '../../src/algorithms/combined.ts';
import { algorithms, correct } from '../../src/algorithms/index.ts';
import { contractWords } from '../../src/limiter/contract-words.ts';
import { readLua } from '../lua/trace.ts';

describe.each([...algorithms, ...combined])('the notes on $name', ({ name, about, flaw }) => {
  const notes = (about ?? flaw)?.notes ?? [];
  const text = readLua(name);

  it('are two or three where it keeps the contract, and never many', () => {
    expect(notes.length).toBeGreaterThanOrEqual(about ? 2 : 0);
    expect(notes.length).toBeLessThanOrEqual(3);
  });

  it('stand each on a line that is in the script once, in the order of the lines', () => {
    const lines = text.split('\n').map((line) => line.trim());
    for (const { line } of notes) expect(lines.filter((one) => one === line)).toEqual([line]);
    const places = notes.map(({ line }) => lines.indexOf(line));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe.each(correct)('what is told of $name', (algorithm) => {
  const about = algorithm.about!;
  const text = readLua(algorithm.name);

  it('names the arguments and the reply as the head of the script does', () => {
    const { args, reply } = contractWords(algorithm);
    const head = text.split('\n\n')[0]!;
    expect([...head.matchAll(/^-- ARGV\[\d\] +(\w+)/gm)].map(([, name]) => name)).toEqual(
      args.map(({ name }) => name),
    );
    const answer = /^-- reply +\{ (.*?) \}/m.exec(head)![1];
    expect(answer).toBe(reply.map(({ name }) => name).join(', '));
  });

  it('says whether an admitted jump may have to wait, as its reply does', () => {
    expect(algorithm.read([1, 1, 0, 0, 7]).delayMs).toBe(algorithm.delays ? 7 : undefined);
  });

  it('looks with the commands that it begins a decision with, and writes nothing', () => {
    const { admitted, denied, look } = about.commands;
    expect(admitted.slice(0, look.length)).toEqual(look);
    expect(denied.slice(0, look.length)).toEqual(look);
    expect([...denied, ...look].join(' ')).not.toMatch(/SET|ADD|REM|EXPIRE|DEL|INCR/);
  });
});

describe.each(combined)('what is told of $name', ({ name, words }) => {
  it('names the arguments and the reply as the head of the script does', () => {
    const head = readLua(name).split('\n\n')[0]!;
    const named = [...head.matchAll(/^-- (?:ARGV\[\d\])? +([a-z_]+) {2,}\S/gm)].map(([, found]) => found);
    expect(named).toEqual(words.args.map((word) => word.name));
    const answer = /^-- reply +\{ (.*?) \}/m.exec(head)![1]!.replace('then for each limit: ', '');
    expect(answer.split(', ')).toEqual(words.reply.map((word) => word.name));
  });
});
