import { clearLimiters, releaseClock } from '../engine/clock.ts';
import { checkShip, gatewayPrefix, ownKey, partKey } from '../engine/namespace.ts';
import { UsageError } from '../errors.ts';
import { fleetTag } from '../limiter/several-keys.ts';
import { count } from '../view/format.ts';
import { needNamespace, withSession, type Context } from './context.ts';
import { twofold } from './twofold.ts';

interface ResetOptions {
  progress?: boolean;
  all?: boolean;
  yes?: boolean;
}

/** `hyperdrive reset`: deletes limiters, progress, or both, after a question. */
export async function run(context: Context, options: ResetOptions, [argument]: string[]): Promise<void> {
  const ship = argument === undefined ? undefined : checkShip(argument);
  if (ship && (options.progress || options.all)) {
    throw new UsageError('A ship, --progress and --all are three different things: give one.');
  }
  const namespace = context.options.namespace;
  const where = namespace === undefined ? '' : ` of namespace ${namespace}`;
  const limiters = ship ? `the limiters of ${ship}${where}` : `all limiters${where}`;
  const what = options.all
    ? `${limiters} and all progress`
    : options.progress
      ? 'all progress in missions and challenges'
      : limiters;

  if (options.progress && !options.all) {
    if (await agreed(context, what, options)) forget(context);
    return;
  }
  await withSession(context, async (session) => {
    needNamespace(session, context, 'A reset');
    if (!(await agreed(context, what, options))) return;
    const { engine, prefix } = session;
    const ofGateways = ship ? 0 : await clearLimiters(engine, gatewayPrefix(prefix));
    const { which, beside } = ship ? keysOf(prefix, ship) : keysOfAll;
    const cleared = await clearLimiters(engine, prefix, which, beside);
    const deleted = options.all ? cleared + (await releaseClock(engine, prefix)) : cleared;
    if (options.all) context.deps.progress.clear();
    context.result(
      { deleted, ...(ship === undefined && { ofGateways }), ...(options.all && { progress: 'cleared' }) },
      () =>
        `Deleted ${count(deleted, 'limiter')}${ofGateways ? ` and ${count(ofGateways, 'key')} of gateways` : ''}${options.all ? ' and the progress; the clock is live' : ''}.`,
    );
  });
}

/** Which keys are the ship's, and what lies beside them: whoever deletes the one that was declared leaves the other. */
function keysOf(prefix: string, ship: string) {
  const own = ownKey(prefix, ship);
  return {
    which: (key: string) =>
      key === own ||
      key.startsWith(partKey(prefix, ship)) ||
      key.startsWith(partKey(prefix, fleetTag, ship, '')) ||
      twofold.some(({ declared }) => key === own + declared),
    beside: () => twofold.map(({ declared, behind }) => own + declared + behind),
  };
}

/** The same of all ships, whose names the keys tell. */
const keysOfAll = {
  which: undefined,
  beside: (keys: readonly string[]) =>
    twofold.flatMap(({ declared, behind }) =>
      keys.filter((key) => key.endsWith(declared)).map((key) => key + behind),
    ),
};

async function agreed(context: Context, what: string, { yes }: ResetOptions): Promise<boolean> {
  if (yes) return true;
  if (!context.interactive)
    throw new UsageError(`This would delete ${what}. Add --yes to do it without being asked.`);
  if (await (await context.prompts()).confirm(`Delete ${what}?`)) return true;
  context.notice('Nothing was deleted.');
  return false;
}

function forget(context: Context): void {
  const existed = context.deps.progress.clear();
  context.result({ progress: existed ? 'cleared' : 'none' }, () =>
    existed ? 'The progress is forgotten.' : 'There was no progress to forget.',
  );
}
