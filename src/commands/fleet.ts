import { algorithms } from '../algorithms/index.ts';
import { UsageError } from '../errors.ts';
import { exampleFleet, parseFleet } from '../fleet-file.ts';
import { fleetDocument, fleetView, writtenView } from '../view/fleet.ts';
import type { Context } from './context.ts';

const acts: Record<string, (context: Context, file: string | undefined) => Promise<void>> = {
  async show(context, file) {
    if (file !== undefined)
      throw new UsageError(`To show the fleet in a file: hyperdrive fleet --fleet FILE.`);
    const { fleetFile } = context;
    const ships = await context.fleet();
    context.result(fleetDocument(ships, fleetFile, algorithms), (style) =>
      fleetView(ships, fleetFile, algorithms, style),
    );
  },

  async init(context, file = 'fleet.json') {
    if (context.options.fleet !== undefined)
      throw new UsageError('--fleet names a fleet to read; what init writes is named behind it.');
    await context.deps.writeNewFile(file, exampleFleet);
    const ships = parseFleet(exampleFleet, file).length;
    context.result({ file, ships }, (style) => writtenView(file, ships, style));
  },
};

/** `hyperdrive fleet [show|init] [file]`. */
export async function run(
  context: Context,
  _options: object,
  [what = 'show', file]: string[],
): Promise<void> {
  await acts[what]!(context, file);
}
