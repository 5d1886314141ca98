import type { Command } from 'commander';

/** The options that ask several limits at once. */
export function several(command: Command): Command {
  return command
    .option(
      '--limits <list>',
      'several limits at once, all or nothing: per-second=2/1s,per-day=100/1d; fleet:everyone=50/60s is one that all ships share',
    )
    .option('--tiers <list>', 'the first of several that has room: hyperspace=2/60s,sublight=10/60s');
}
