import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { period, whole } from '../option-parsers.ts';

/** A command's module, loaded when it runs, as the action of a command. */
export type Does = <O extends object>(
  load: () => Promise<{ run(context: Context, options: O, args: string[]): Promise<void> }>,
) => (...parameters: unknown[]) => Promise<void>;

/** Adds `hyperdrive challenge` and what it does. */
export function declareChallenge(program: Command, does: Does): void {
  const challenge = program
    .command('challenge')
    .description('repair or write a limiter, and have it attacked until it holds; alone, choose one')
    .argument('[command]')
    .usage('[options] [command]')
    .allowExcessArguments()
    .action(does(() => import('./menu.ts')));
  challenge
    .command('list')
    .description('the challenges, and how far you are')
    .action(does(() => import('./list.ts')));
  challenge
    .command('start')
    .description('write a folder with the brief and a limiter.lua to edit; what is there stays as it is')
    .argument('<id|path>', "which: hyperdrive challenge list shows them; or the folder of anybody's")
    .argument('[folder]', 'where (default: ./hyperdrive-challenges/<id>)')
    .option('--edit', 'open limiter.lua in $VISUAL or $EDITOR')
    .action(does(() => import('./start.ts')));
  attacking(challenge.command('check'))
    .description('attack your script: the smallest sequence that breaks it, or a pass')
    .action(does(() => import('./check.ts')));
  attacking(challenge.command('watch'))
    .description('the same now and after each save; q ends it')
    .action(does(() => import('./watch.ts')));
  challenge
    .command('hint')
    .description('a hint for what broke last, a further one each time')
    .argument('[id]', 'of which challenge (default: the one you are at)')
    .action(does(() => import('./hint.ts')));
  challenge
    .command('reset')
    .description('begin limiter.lua anew, and keep what you wrote as limiter.lua.bak')
    .argument('[id]', 'of which challenge (default: the one you are at)')
    .option('--yes', 'do not ask')
    .action(does(() => import('./reset.ts')));
  challenge
    .command('solution')
    .description('read a script that passes, after yours has passed')
    .argument('[id]', 'of which challenge (default: the one you are at)')
    .option('--reveal', 'also before')
    .action(does(() => import('./solution.ts')));
  for (const command of challenge.commands) {
    command.showHelpAfterError(`(hyperdrive challenge ${command.name()} --help shows how)`);
  }
}

function attacking(command: Command): Command {
  return command
    .argument('[id|file]', 'a challenge, or a file for one (default: the one you are at)')
    .option('--seed <n>', 'the seed of chance, to see the same again', whole(0, 2 ** 31 - 1))
    .option('--time <duration>', 'go on with random traces for so long, such as 30s', period);
}
