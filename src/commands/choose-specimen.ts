import { isAbsolute, join, normalize, relative } from 'node:path';
import { withHeader } from '../challenge/header/compose.ts';
import { exampleHeaders } from '../challenge/header/vocabulary.ts';
import { makeSpecimen, modelByName } from '../challenge/specimen-of.ts';
import { challengeRules } from '../challenge/promised.ts';
import type { Specimen } from '../challenge/specimen.ts';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { escapeText } from '../view/escape.ts';
import { wrapWords } from '../view/wrap.ts';
import { askHeader } from './ask-header.ts';
import type { Context } from './context.ts';

/**
 * What is known of the script in a file: what it says itself, what `model` says, what its name says; else a person is asked.
 * Throws `UsageError`.
 */
export async function chooseSpecimen(context: Context, named: string, model?: string): Promise<Specimen> {
  const { deps, notice } = context;
  const packaged = packagedPath(deps, named);
  const file = packaged ?? named;
  if (packaged !== null && /^lua[\\/]combined/.test(packaged))
    throw new UsageError(`${file} decides several limits at once, and the attack drives one limiter alone.`);
  const text = packaged === null ? await deps.readFile(file) : deps.packageFile(packaged);
  const options = {
    packageFile: deps.packageFile,
    ...(model !== undefined && { model }),
    ...(await challengeRules(deps, file, text)),
  };
  const known = makeSpecimen(file, text, options);
  if (known) return known;
  const byName = modelByName(file);
  if (byName !== null) {
    notice(
      `${escapeText(file)} is judged by its name, under the decision contract. To say so: -- hyperdrive: model=${byName}`,
    );
    return makeSpecimen(file, text, { ...options, model: byName })!;
  }
  if (!context.interactive) throw unsaid(file);
  return askSpecimen(context, file, text);
}

/** The path in the package of a file that came with hyperdrive, unless one of that name lies here; else null. */
function packagedPath({ exists, packageFolder }: Deps, file: string): string | null {
  const path = isAbsolute(file) ? relative(packageFolder, file) : normalize(file);
  if (!/^(lua|missions)[\\/].*\.lua$/.test(path) || !exists(join(packageFolder, path))) return null;
  return isAbsolute(file) || !exists(file) ? path : null;
}

async function askSpecimen(context: Context, file: string, text: string): Promise<Specimen> {
  const { deps, notice } = context;
  const prompts = await context.prompts();
  const why = `${escapeText(file)} does not say how it is called and read. Your answers become a header that does.`;
  notice(`${wrapWords(why, context.style.width, '')}\n`);
  const header = await askHeader({ prompts, notice, style: context.style }, text);
  notice(`\n${header}\n`);
  const specimen = makeSpecimen(file, text, { packageFile: deps.packageFile, header })!;
  if (!(await prompts.confirm(`Write this on top of ${escapeText(file)}?`))) {
    notice('Without it, the same attack needs the same answers.\n');
    return specimen;
  }
  // It may have been saved in an editor while the questions were answered.
  const now = withHeader(header, await deps.readFile(file));
  const kept = await deps.replaceFile(file, now);
  if (kept !== null) notice(`What was there is kept as ${escapeText(kept)}.\n`);
  return makeSpecimen(file, now, { packageFile: deps.packageFile })!;
}

function unsaid(file: string): UsageError {
  return new UsageError(
    [
      `${file} does not say what it promises. Write a line such as these on top of it, or add --model NAME where it keeps the decision contract:`,
      ...exampleHeaders.map((line) => `  ${line}`),
      'hyperdrive attack --help explains the words.',
    ].join('\n'),
  );
}
