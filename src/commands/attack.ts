import { verdictDocument } from '../challenge/verdict.ts';
import { UsageError } from '../errors.ts';
import { verdictView } from '../view/verdict.ts';
import { wrapWords } from '../view/wrap.ts';
import { attackAsAsked } from './attack-as-asked.ts';
import { chooseSpecimen } from './choose-specimen.ts';
import type { Context } from './context.ts';

interface AttackOptions {
  model?: string;
  seed?: number;
  time?: number;
}

/** `hyperdrive attack`: a script, until a law breaks; the smallest sequence that breaks it, or what it survived. */
export async function run(
  context: Context,
  { model, seed, time }: AttackOptions,
  [argument]: string[],
): Promise<void> {
  const specimen = await chooseSpecimen(context, await chooseFile(context, argument), model);
  const verdict = await attackAsAsked(context, specimen, { model, seed, time });
  context.result(verdictDocument(verdict), (style) => verdictView(verdict, style));
  if (verdict.finding?.law === 'shape' && model !== undefined && !context.options.json) {
    const way =
      'Does it answer in its own way, and mean to? Then a header tells how: hyperdrive attack --help.';
    context.notice(`\n${wrapWords(way, context.style.width)}`);
  }
  if (verdict.finding) context.deps.exitWith(1);
}

async function chooseFile(context: Context, argument: string | undefined): Promise<string> {
  if (argument) return argument;
  if (argument === undefined && context.interactive) {
    const typed = (await (await context.prompts()).line('Which file?', 'limiter.lua')).trim();
    if (typed) return typed;
  }
  throw new UsageError('Which script? Name a Lua file: hyperdrive attack limiter.lua.');
}
