import { correct, findAlgorithm, type Algorithm } from '../../algorithms/index.ts';
import type { Document } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import { makeScript } from '../../limiter/script.ts';
import { perSecond, type Rate } from '../../traffic/rate.ts';
import { usualAssumptions } from '../../traffic/sizing.ts';
import { runSizing, type Sizing, type SizingOptions } from '../../traffic/sizing-run.ts';
import { shipKey } from '../../traffic/sizing-ships.ts';
import { periodMs } from '../../traffic/sizing-traffic.ts';
import { sizingView } from '../../view/drill-sizing.ts';
import { count } from '../../view/format.ts';
import type { Context } from '../context.ts';
import { onThrowaway } from './on-throwaway.ts';
import { rounded } from './traffic-options.ts';

interface Options {
  algorithm?: string;
  ships?: number;
  rate?: Rate;
  limit?: number;
  for?: number;
}

/** Far from where a usual core's plan turns from one node to several: there each run would tell another. */
const usualPerSecond = 20_000;
/** Every ship that is measured uses its limit up, and a log keeps each unit: of more than this too few ships fit. */
const mostUnits = 1_000;

/** `hyperdrive drill sizing`: what a ship and a decision take of a server, measured, and what a large fleet takes. */
export async function run(context: Context, options: Options): Promise<void> {
  const { ships = 10_000_000, rate, limit = 10 } = options;
  if (limit > mostUnits)
    throw new UsageError(
      `--limit is ${count(mostUnits, 'unit')} at most: every ship that is measured uses its limit up. Of a log take --limit ${mostUnits} and multiply; what the others take hardly grows with it.`,
    );
  const chosen = options.algorithm === undefined ? correct : [choose(options.algorithm)];
  const settled: SizingOptions = {
    ships,
    perSecond: rate ? perSecond(rate) : usualPerSecond,
    limit,
    overMs: options.for ?? (chosen.length > 1 ? 2_000 : 1_000),
  };
  const { packageFile, now } = context.deps;
  const subjects = chosen.map((algorithm) => {
    const path = `lua/${algorithm.name}.lua`;
    return { algorithm, script: makeScript(path, packageFile(path)), limit };
  });
  const drilled = await onThrowaway(context, (server, progress) =>
    runSizing(settled, subjects, server, { now, progress }),
  );
  const { outcome: sizing, server, document } = drilled;
  const keyBytes = shipKey(0).length;
  context.result({ ...document, ...sizingDocument(settled, keyBytes, sizing) }, (style) =>
    sizingView(
      { options: settled, server, keyBytes, periodMs, assumptions: usualAssumptions, sizing },
      style,
    ),
  );
}

/** Throws `UsageError`. */
function choose(name: string): Algorithm {
  const found = findAlgorithm(name);
  if (!found.flaw) return found;
  const names = correct.map((algorithm) => algorithm.name);
  throw new UsageError(
    `${name} is flawed: nobody needs it for ten million ships. There are: ${names.join(', ')}.`,
  );
}

function sizingDocument(
  { ships, perSecond: asked, limit, overMs }: SizingOptions,
  keyBytes: number,
  { ships: shipsMeasured, sized }: Sizing,
): Document {
  const byBytes = sized.toSorted((a, b) => (a.bytesPerShip ?? 0) - (b.bytesPerShip ?? 0));
  const known = sized.every(({ bytesPerShip }) => bytesPerShip !== null);
  return {
    drill: 'sizing',
    ships,
    rate: rounded(asked),
    limit,
    periodMs,
    overMs,
    keyBytes,
    shipsMeasured,
    assumptions: usualAssumptions,
    leastBytes: known ? byBytes[0]!.name : null,
    mostBytes: known ? byBytes.at(-1)!.name : null,
    fastest: sized.find(({ speedRatio }) => speedRatio === 1)!.name,
    algorithms: Object.fromEntries(sized.map(({ name, ...figures }) => [name, figures])),
  };
}
