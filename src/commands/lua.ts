import type { Described } from '../algorithms/algorithm.ts';
import { combined, type CombinedScript } from '../algorithms/combined.ts';
import { algorithms, correct, findAlgorithm, type Algorithm } from '../algorithms/index.ts';
import { UsageError } from '../errors.ts';
import { findShip, type Ship } from '../fleet.ts';
import { listMissions } from '../lesson/library.ts';
import type { MissionCard } from '../lesson/mission.ts';
import { teaches } from '../lesson/teaches.ts';
import { contractWords, type ContractWords } from '../limiter/contract-words.ts';
import { makeScripts } from '../limiter/script.ts';
import { flawedListView, luaListView, type Listing } from '../view/lua-list.ts';
import { luaPageView, type LuaPage, type NumberedNote } from '../view/lua-page.ts';
import { snippets, type Language } from '../view/snippets/index.ts';
import type { Context } from './context.ts';

interface LuaOptions {
  flawed?: boolean;
  raw?: boolean;
  sha?: boolean;
  snippet?: Language;
}

/** `hyperdrive lua`: the scripts; one of them; or what somebody needs to use it elsewhere. Starts no engine. */
export async function run(context: Context, options: LuaOptions, [name]: string[]): Promise<void> {
  if (name === undefined) return list(context, options);
  if (options.flawed) throw new UsageError('--flawed lists the mistakes: leave it out, or the name.');
  const algorithm = find(await context.fleet(), name);
  if (options.raw) raw(context, algorithm);
  else if (options.sha) sha(context, algorithm);
  else if (options.snippet) await snippet(context, algorithm, options.snippet);
  else await page(context, algorithm);
}

/** A script of lua/: of one limiter, or of several limits. */
type Shown = Algorithm | CombinedScript;

/** By its name, also without its folder, or by the name of a ship that flies it. Throws `UsageError`. */
function find(fleet: readonly Ship[], name: string): Shown {
  const known = [...algorithms, ...combined].find((one) =>
    [name, `flawed/${name}`, `combined/${name}`].includes(one.name),
  );
  return known ?? findAlgorithm(findShip(fleet, name)?.drive.algorithm ?? name);
}

const fileOf = ({ name }: Described): string => `lua/${name}.lua`;

async function list(context: Context, options: LuaOptions): Promise<void> {
  const unnamed = (['raw', 'sha', 'snippet'] as const).find((option) => options[option] !== undefined);
  if (unnamed) {
    const names = correct.map((algorithm) => algorithm.name).join(', ');
    throw new UsageError(`--${unnamed} of which script? Name one: ${names}.`);
  }
  const flawed = algorithms.filter(({ flaw }) => flaw);
  const [cards, fleet] = [await missionCards(context), await context.fleet()];
  const listed = (scripts: readonly Described[]) => scripts.map((one) => listing(fleet, cards, one));
  if (options.flawed) {
    const listings = listed(flawed);
    context.result({ flawed: listings.map(listingDocument) }, (style) => flawedListView(listings, style));
    return;
  }
  const [alone, together] = [listed(correct), listed(combined)];
  context.result(
    { algorithms: alone.map(listingDocument), combined: together.map(listingDocument) },
    (style) => luaListView([...alone, ...together], flawed.length, style),
  );
}

async function missionCards({ deps }: Context): Promise<MissionCard[]> {
  // A mission that cannot be read is told where missions are listed.
  const missions = await listMissions(deps, () => {});
  return missions.map(({ mission }) => mission);
}

function listing(fleet: readonly Ship[], cards: readonly MissionCard[], algorithm: Described): Listing {
  const shown = cards.find(({ number }) => number === algorithm.flaw?.mission)?.number;
  return {
    algorithm,
    ships: fleet.filter(({ drive }) => drive.algorithm === algorithm.name).map((ship) => ship.name),
    mission: shown ?? teaches(cards, algorithm.name),
  };
}

function listingDocument({ algorithm: { name, summary, tradeOff, flaw }, ships, mission }: Listing) {
  const kind = flaw ? { what: flaw.what, source: flaw.source, instead: flaw.instead } : { tradeOff };
  return { name, summary, ...kind, ships, mission };
}

async function page(context: Context, algorithm: Shown): Promise<void> {
  const { about, flaw } = algorithm;
  const file = fileOf(algorithm);
  const text = context.deps.packageFile(file);
  const shown = listing(await context.fleet(), await missionCards(context), algorithm);
  const result: LuaPage = {
    ...shown,
    file,
    text,
    words: wordsOf(algorithm),
    notes: numbered(text, algorithm),
    tryNext: about?.tryNext ?? [],
  };
  const { commands, time, keeps, keyBytes } = about ?? {};
  context.result(
    {
      ...listingDocument(shown),
      file,
      lines: text.trimEnd().split('\n').length,
      ...shaDocument(context, algorithm),
      ...(result.words && { contract: result.words }),
      ...(flaw && { drive: flaw.drive, trace: flaw.trace }),
      ...(about && { commands, time, keeps, keyBytes }),
      notes: result.notes,
      tryNext: result.tryNext,
      text,
    },
    (style) => luaPageView(result, style),
  );
}

/** How a script is called, where it keeps a contract. */
function wordsOf(script: Shown): ContractWords | null {
  if ('words' in script) return script.words;
  return script.flaw ? null : contractWords(script);
}

function numbered(text: string, { about, flaw }: Described): NumberedNote[] {
  const lines = text.split('\n').map((line) => line.trim());
  return ((about ?? flaw)?.notes ?? []).map((note) => ({ number: lines.indexOf(note.line) + 1, ...note }));
}

/** The bytes of the file and nothing else. */
function raw(context: Context, algorithm: Described): void {
  const file = fileOf(algorithm);
  const text = context.deps.packageFile(file);
  context.result({ name: algorithm.name, file, text }, () => text);
}

function sha(context: Context, algorithm: Described): void {
  const document = shaDocument(context, algorithm);
  context.result({ name: algorithm.name, ...document }, () => (document.shas ?? [document.sha]).join('\n'));
}

/** What SCRIPT LOAD answers: one; several, in their order, of a limiter that takes several calls. */
function shaDocument({ deps }: Context, algorithm: Described): { sha: string; shas?: string[] } {
  const file = fileOf(algorithm);
  const shas = makeScripts(file, deps.packageFile(file)).map((script) => script.sha);
  return { sha: shas[0]!, ...(shas.length > 1 && { shas }) };
}

async function snippet(context: Context, algorithm: Shown, language: Language): Promise<void> {
  if ('words' in algorithm) {
    const { name } = algorithm;
    const asked = name.endsWith('first-that-fits')
      ? '--tiers fast=2/60s,slow=10/60s'
      : '--limits a=2/1s,b=100/1d';
    throw new UsageError(
      `There is no snippet for ${name}, whose KEYS and ARGV grow with your limits: \`hyperdrive jump SHIP ${asked} --eval\` shows the call for yours.`,
    );
  }
  const { name, flaw } = algorithm;
  if (flaw) {
    throw new UsageError(
      `${name} is broken, so no application should call it: hyperdrive lua ${flaw.instead} --snippet ${language}`,
    );
  }
  const flown = (await context.fleet()).find(({ drive }) => drive.algorithm === name)?.drive;
  const drive = flown ?? { limit: 10, periodMs: 60_000 };
  const text = snippets[language]({ name, words: contractWords(algorithm), drive });
  context.result({ name, language, file: `${name}.lua`, text }, () => text);
}
