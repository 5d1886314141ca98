import { basename } from 'node:path';
import { algorithms } from '../algorithms/index.ts';
import { UsageError } from '../errors.ts';
import { makeScripts, type Script } from '../limiter/script.ts';
import { contractConvention } from './contract-convention.ts';
import { familyOf } from './family.ts';
import { specimenOfAlgorithm } from './gallery.ts';
import { conventionOf } from './header/convention-of.ts';
import { parseHeader, type Header } from './header/header.ts';
import { unknownName } from '../nearest.ts';
import { attackModels } from './models/index.ts';
import type { Specimen } from './specimen.ts';

/** What a challenge says of the scripts that answer it. */
export type Promised = Pick<Specimen, 'promises' | 'model' | 'convention' | 'reference'>;

export interface SpecimenOptions {
  /** What it promises to be, where the script does not say: a name in `attackModels`. */
  model?: string;
  /** Header lines that are not in the script yet. */
  header?: string;
  /** The text of a file that came with hyperdrive, by its path in the package. */
  packageFile(path: string): string;
  /** What a challenge says of its scripts; null where there is no such challenge. */
  conventionOfChallenge?(id: string): Promised | null;
}

/** It is sent thousands of times. */
const longest = 500_000;

/**
 * What is known of a script: by its header, else because it is a packaged one, else by `model`. Null where nothing says what it
 * promises. Throws `UsageError`.
 */
export function makeSpecimen(file: string, text: string, options: SpecimenOptions): Specimen | null {
  if (text.length > longest)
    throw new UsageError(
      `${file} has ${text.length} characters, and no limiter needs ${longest}: is it the right file?`,
    );
  const { model, header: lines, packageFile } = options;
  if (model !== undefined) checkModel(model);
  const header = parseHeader(file, lines ?? text);
  if (header) return specimenOfHeader(file, text, header, options);
  const packaged = packagedScript(text, packageFile);
  if (packaged) {
    const path = `lua/${packaged}.lua`;
    const specimen = specimenOfAlgorithm(packaged, file, makeScripts(path, packageFile(path)));
    return model === undefined ? specimen : { ...specimen, ...promise(model) };
  }
  if (model === undefined) return null;
  const convention = contractConvention(familyOf(model));
  return { file, scripts: oneScript(file, text), convention, ...promise(model) };
}

/** The model that a file's name speaks of, or null. */
export function modelByName(file: string): string | null {
  const name = basename(file).replace(/\.lua$/i, '');
  return Object.hasOwn(attackModels, name) ? name : null;
}

function checkModel(model: string): void {
  if (!Object.hasOwn(attackModels, model)) {
    const what = unknownName('model', model, Object.keys(attackModels));
    throw new UsageError(what.replace(/^t/, 'T'));
  }
}

function specimenOfHeader(file: string, text: string, header: Header, options: SpecimenOptions): Specimen {
  const scripts = oneScript(file, text);
  const { challenge } = header;
  if (challenge !== null) {
    const promised = options.conventionOfChallenge?.(challenge);
    if (!promised)
      throw header.problem(
        `there is no challenge "${challenge.slice(0, 40)}": hyperdrive challenge list has their ids.`,
        'challenge',
      );
    return { file, scripts, ...promised };
  }
  const model = chooseModel(header, options.model);
  const convention = conventionOf(header, familyOf(model), text);
  return { file, scripts, convention, ...promise(model) };
}

function chooseModel({ model, problem }: Header, option: string | undefined): string {
  if (model !== null && option !== undefined && model !== option)
    throw problem(`its header says model=${model}, and --model says ${option}: leave one out.`, 'model');
  const chosen = model ?? option;
  if (chosen !== undefined) return chosen;
  throw problem(
    `nothing says what it promises: add model= with one of ${Object.keys(attackModels).join(', ')}.`,
  );
}

function promise(model: string): Omit<Promised, 'convention'> {
  return { promises: model, model: attackModels[model]!, reference: familyOf(model).reference };
}

/** How the calls of several go together is in no header. */
function oneScript(file: string, text: string): readonly Script[] {
  const scripts = makeScripts(basename(file), text);
  if (scripts.length === 1) return scripts;
  throw new UsageError(
    `${file} takes ${scripts.length} calls, and an attack knows how to make them for packaged scripts alone: put them into one script, which is what is right anyway.`,
  );
}

/** The packaged script that this is, whatever it is called now. */
function packagedScript(text: string, packageFile: (path: string) => string): string | null {
  const wanted = text.trim();
  const found = algorithms.find(({ name }) => packageFile(`lua/${name}.lua`).trim() === wanted);
  return found?.name ?? null;
}
