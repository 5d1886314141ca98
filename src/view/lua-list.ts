import type { Described } from '../algorithms/algorithm.ts';
import { count } from './format.ts';
import { indented } from './hanging.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** An algorithm of a list. */
export interface Listing {
  algorithm: Described;
  /** The ships that fly it. */
  ships: readonly string[];
  /** The mission that is about it. */
  mission: number | null;
}

/** Name, ship and mission: what stands above an algorithm. */
export function luaTitle({ algorithm, ships, mission }: Listing, style: Style): string {
  const facts = [
    style.chalk.bold(algorithm.name),
    ...(ships.length ? [`flown by ${ships.join(', ')}`] : []),
    ...(mission === null ? [] : [`mission ${mission}`]),
  ];
  return wrapWords(facts.join(` ${dot(style)} `), style.width);
}

/** The scripts under the contract: what each does, and what it costs. */
export function luaListView(listings: readonly Listing[], flaws: number, style: Style): string {
  return [
    ...listings.map((listing) =>
      [
        luaTitle(listing, style),
        indented(listing.algorithm.summary, style),
        indented(`Trade-off: ${listing.algorithm.tradeOff}`, style),
      ].join('\n'),
    ),
    [
      indented('`hyperdrive lua token-bucket` shows a script, with notes.', style, ''),
      indented(`\`hyperdrive lua --flawed\` lists ${count(flaws, 'widespread mistake')}.`, style, ''),
    ].join('\n'),
  ].join('\n\n');
}

/** The gallery of widespread mistakes. */
export function flawedListView(listings: readonly Listing[], style: Style): string {
  const example = listings[0]?.algorithm.name.replace('flawed/', '') ?? '';
  return [
    ...listings.map((listing) =>
      [luaTitle(listing, style), indented(listing.algorithm.flaw?.what ?? '', style)].join('\n'),
    ),
    '',
    indented(`\`hyperdrive lua ${example}\` shows one, and what it lets through.`, style, ''),
  ].join('\n');
}
