import { Argument, type Command } from 'commander';
import type { Does } from './challenge/declare.ts';

/** Adds the commands that see to ships, servers, the machine, and what was left behind. */
export function declareUpkeep(program: Command, does: Does): void {
  program
    .command('fleet')
    .description('show the ships and their drives; init: write an example of a fleet of your own')
    .addArgument(new Argument('[what]', 'show (the default) or init').choices(['show', 'init']))
    .argument('[file]', 'what init writes (default: fleet.json)')
    .action(does(() => import('./fleet.ts')));

  program
    .command('engine')
    .description('the server that scripts run on: status, start it, stop it, print its URL')
    .addArgument(
      new Argument('[what]', 'status (the default), start, stop or url').choices([
        'status',
        'start',
        'stop',
        'url',
      ]),
    )
    .option('--cluster', 'the private cluster: three primaries with a replica each (--engine cluster)')
    .action(does(() => import('./engine.ts')));

  program
    .command('doctor')
    .description('check what hyperdrive needs of this machine and of the server')
    .action(does(() => import('./doctor.ts')));

  program
    .command('reset')
    .description("delete limiters of the namespace: a ship's, or all")
    .argument('[ship]')
    .option('--progress', 'forget the progress in missions and challenges instead')
    .option('--all', 'both, and let the clock go')
    .option('--yes', 'do not ask')
    .action(does(() => import('./reset.ts')));
}
