import { diagnose } from '../doctor/diagnose.ts';
import type { Facts, Terminal } from '../doctor/facts.ts';
import { attempt, gatherEngine, gatherPackage } from '../doctor/gather.ts';
import { prefixOf } from '../engine/namespace.ts';
import { HyperdriveError } from '../errors.ts';
import { doctorDocument, doctorView } from '../view/doctor.ts';
import { count } from '../view/format.ts';
import { sameServer, type Context } from './context.ts';

/** `hyperdrive doctor`: what is in order, what is not, and what to do about it. Fails where a check does. */
export async function run(context: Context): Promise<void> {
  const findings = diagnose(await gather(context));
  context.result(doctorDocument(findings), (style) => doctorView(findings, style));
  const bad = findings.filter(({ level }) => level === 'failed');
  if (!bad.length) return;
  const names = [...new Set(bad.map(({ check }) => check))].join(', ');
  throw new HyperdriveError(`${count(bad.length, 'check')} failed: ${names}.`);
}

async function gather(context: Context): Promise<Facts> {
  const { deps, options, fleetFile } = context;
  const prefix = prefixOf(options.namespace);
  // Before an engine is opened, which may start a host and sweep up after a dead one.
  const machine = await deps.machine();
  const host = await attempt(deps.engineHost.status);
  return {
    machine,
    host,
    terminal: lookAtTerminal(context),
    package: await gatherPackage(deps),
    fleet:
      fleetFile === null
        ? null
        : { file: fleetFile, ships: await attempt(async () => (await context.fleet()).length) },
    engine: await gatherEngine(deps, options, prefix, host),
    options: sameServer(options),
    prefix,
  };
}

function lookAtTerminal({ deps, style }: Context): Terminal {
  const { env, stdout, canAsk } = deps;
  return {
    isTTY: stdout.isTTY,
    canAsk,
    columns: stdout.columns ?? style.width,
    colourLevel: style.chalk.level,
    noColour: Boolean(env['NO_COLOR']),
    unicode: style.unicode,
    term: env['TERM'],
  };
}
