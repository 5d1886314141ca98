import { describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { contractWords } from '../../src/limiter/contract-words.ts';
import { readLua } from '../lua/trace.ts';

describe.each(correct)('what is told of $name', (algorithm) => {
  const about = algorithm.about!;
  const text = readLua(algorithm.name);

  it('has two or three notes, each on a line that stands in the script once', () => {
    expect(about.notes.length).toBeGreaterThanOrEqual(2);
    expect(about.notes.length).toBeLessThanOrEqual(3);
    const lines = text.split('\n').map((line) => line.trim());
    for (const { line } of about.notes) expect(lines.filter((one) => one === line)).toEqual([line]);
  });

  it('has its notes in the order of the lines', () => {
    const places = about.notes.map(({ line }) => text.indexOf(line));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

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
