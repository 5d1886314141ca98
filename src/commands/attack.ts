import { attack } from '../challenge/attack.ts';
import { verdictDocument, type Verdict } from '../challenge/verdict.ts';
import type { Arenas } from '../engine/arena.ts';
import { UsageError } from '../errors.ts';
import { verdictView } from '../view/verdict.ts';
import { withAttackProgress } from './attack-progress.ts';
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
  const { deps, options } = context;
  const specimen = await chooseSpecimen(context, await chooseFile(context, argument), model);
  if (options.url !== undefined)
    context.notice('--url is not used: an attack always starts a server of its own, and throws it away.');
  const told = new Set<string>();
  const arenas: Arenas = (arena) =>
    deps.openArena(arena, options, (line) => {
      // An attack opens many.
      if (!told.has(line)) context.notice(line);
      told.add(line);
    });
  const attacked = await withAttackProgress(context, (progress) =>
    attack(arenas, specimen, {
      seed: seed ?? deps.seed(),
      ...(time !== undefined && { timeMs: time }),
      now: deps.now,
      packageFile: deps.packageFile,
      sleep: (ms) => deps.sleep(ms),
      progress,
    }),
  );
  const verdict: Verdict = { ...attacked, options: sameAttack(model, time, options.engine) };
  context.result(verdictDocument(verdict), (style) => verdictView(verdict, style));
  if (verdict.finding) deps.exitWith(1);
}

/** The options that lead to the same attack, beside its seed. */
function sameAttack(model?: string, timeMs?: number, engine?: string): string[] {
  return [
    ...(model === undefined ? [] : [`--model ${model}`]),
    ...(timeMs === undefined ? [] : [`--time ${timeMs}ms`]),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
  ];
}

async function chooseFile(context: Context, argument: string | undefined): Promise<string> {
  if (argument) return argument;
  if (argument === undefined && context.interactive) {
    const typed = (await (await context.prompts()).line('Which file?', 'limiter.lua')).trim();
    if (typed) return typed;
  }
  throw new UsageError('Which script? Name a Lua file: hyperdrive attack limiter.lua.');
}
