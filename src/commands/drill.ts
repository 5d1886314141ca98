import { Option, type Command } from 'commander';
import type { Does } from './challenge/declare.ts';
import { amount, between, largeRate, period, rate, share, whole } from './option-parsers.ts';

/** Adds the drills: something is tried for real, and measured. */
export function declareDrills(program: Command, does: Does): void {
  const drill = program
    .command('drill')
    .description('see gateways and servers in trouble, on throwaway servers');
  traffic(drill.command('outage'))
    .description(
      'kill the server in the middle of traffic, and start it again: what the gateways decide meanwhile',
    )
    .addOption(
      new Option('--on-error <what>', 'what decides while the server is away')
        .choices(['open', 'closed', 'local'])
        .default('open'),
    )
    .option('--deadline <duration>', 'how long a decision may take (default: 100ms)', between(5, 10_000))
    .option(
      '--local-share <share>',
      "each gateway's share of the limit where it decides alone, such as 0.5 (default: 1 / gateways)",
      share,
    )
    .option(
      '--for <duration>',
      'a third of it each: up, killed, and up again (default: 3s)',
      between(300, 60_000),
    )
    .action(does(() => import('./drill/outage.ts')));
  traffic(drill.command('flush'))
    .description('SCRIPT FLUSH in the middle of traffic, again and again: what the callers notice')
    .option('--every <duration>', 'from one flush to the next (default: 100ms)', between(5, 10_000))
    .option('--for <duration>', 'for how long (default: 2s)', between(100, 60_000))
    .action(does(() => import('./drill/flush.ts')));
  drill
    .command('wire')
    .description('what SHAs save against texts, and kept connections against new ones')
    .option('--algorithm <name>', 'whose script (default: token-bucket)')
    .option('--rounds <n>', 'medians of how many rounds (default: 100)', whole(1, 10_000))
    .action(does(() => import('./drill/wire.ts')));
  drill
    .command('failover')
    .description('kill a primary of a throwaway cluster in the middle of traffic: what its replica knew')
    .argument('[ship]', 'whose limiter is hit (default: enterprise)')
    .option('--limit <units>', 'units of its daily quota (default: 300)', whole(150, 5_000))
    .option(
      '--lag <duration>',
      'how long the replica has been cut off when its primary dies',
      between(50, 5_000),
    )
    .action(does(() => import('./drill/failover.ts')));
  drill
    .command('slots')
    .description('where keys are on a throwaway cluster, and what it says to scripts whose keys are apart')
    .argument('[ships...]', 'whose keys (default: enterprise, falcon and tardis)')
    .addOption(new Option('--show <part>', 'show a part alone').choices(['places', 'two-keys', 'undeclared']))
    .action(does(() => import('./drill/slots.ts')));
  drill
    .command('sizing')
    .description('measure bytes per ship and decisions per second, and work out what a large fleet takes')
    .option('--algorithm <name>', 'the one that limits the ships (default: all seven, side by side)')
    .option('--ships <n>', 'how many ships there are (default: 10m)', amount(1e12))
    .option('--rate <rate>', 'how often they jump together (default: 20k/s)', largeRate)
    .option('--limit <units>', 'units that each ship uses up (default: 10; at most 1000)', whole(1))
    .option(
      '--for <duration>',
      'how long decisions are measured (default: 1s, and 2s for all seven)',
      between(100, 60_000),
    )
    .action(does(() => import('./drill/sizing.ts')));
}

/** The options that say what is asked of which limit. */
function traffic(command: Command): Command {
  return command
    .option('--limit <units>', 'units per period (default: 10)', whole(1))
    .option('--period <duration>', 'length of the period (default: 60s)', period)
    .option('--gateways <n>', 'how many gateways share the traffic (default: 3)', whole(1, 20))
    .option('--rate <rate>', 'how many requests they get together, such as 60/s', rate);
}
