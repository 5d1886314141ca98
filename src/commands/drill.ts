import type { Context } from './context.ts';

/** The options of all drills; each takes what is its own. */
export interface DrillOptions {
  algorithm?: string;
  rounds?: number;
}

/** Each in a file of its own, which is loaded when it runs. */
const drills: Record<string, () => Promise<{ run: Drill }>> = {
  wire: () => import('./drill/wire.ts'),
};

type Drill = (context: Context, options: DrillOptions) => Promise<void>;

/** `hyperdrive drill`: something is tried on the engine, and measured. */
export async function run(context: Context, options: DrillOptions, [name]: string[]): Promise<void> {
  await (await drills[name!]!()).run(context, options);
}
