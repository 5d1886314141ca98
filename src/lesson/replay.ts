import { changesNothing } from './command-line.ts';

/**
 * What must be played again of the commands before a step, so that it begins as it did on the way. Gateways that count in their
 * own memory leave nothing behind once others serve: neither they nor what was asked of them is played again then.
 */
export function replayOf(commands: readonly string[]): string[] {
  const changing = commands.filter((command) => !changesNothing(command));
  const lastServe = changing.findLastIndex((command) => verbOf(command) === 'serve');
  let forgotten = false;
  return changing.filter((command, at) => {
    if (at >= lastServe) return true;
    const verb = verbOf(command);
    if (verb === 'serve') forgotten = /\s--store[\s=]+memory(?=\s|$)/.test(command);
    const ofGateways = verb === 'serve' || (verb === 'burst' && /\s--http(?=[\s=]|$)/.test(command));
    return !(forgotten && ofGateways);
  });
}

function verbOf(command: string): string | undefined {
  return /^\s*(?:hyperdrive\s+)?(\S+)/.exec(command)?.[1];
}
