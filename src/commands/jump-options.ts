import type { Command } from 'commander';

/** The options of every command that jumps: several limits at once, and whether it is written down. */
export function jumps(command: Command): Command {
  return command
    .option(
      '--limits <list>',
      'several limits at once, all or nothing: per-second=2/1s,per-day=100/1d; fleet:everyone=50/60s is one that all ships share',
    )
    .option('--tiers <list>', 'the first of several that has room: hyperspace=2/60s,sublight=10/60s')
    .option('--record', 'count it by ship and minute, for hyperdrive report');
}
