import { Argument, type Command } from 'commander';
import type { Does } from './challenge/declare.ts';
import { devCheckHelp, devNewHelp } from './help.ts';

/** Adds the commands for authors. */
export function declareDev(program: Command, does: Does): void {
  const dev = program.command('dev').description('for authors of missions and challenges');
  dev
    .command('check')
    .description('check that missions and challenges keep the rules, and do what they claim')
    .argument('[folder]', 'a mission, a challenge, or a folder of them (default: those of hyperdrive)')
    .option('--quick', 'read them only: play no mission, attack no script')
    .addHelpText('after', devCheckHelp)
    .action(does(() => import('./dev-check.ts')));
  dev
    .command('new')
    .description('begin a mission or a challenge: files that hold as they are, to be changed')
    .addArgument(new Argument('<what>', 'mission or challenge').choices(['mission', 'challenge']))
    .argument('<folder>', 'where; its name becomes the id')
    .addHelpText('after', devNewHelp)
    .action(does(() => import('./dev-new.ts')));
}
