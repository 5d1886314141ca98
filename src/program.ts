import { Argument, Command, Option } from 'commander';
import { declareChallenge } from './commands/challenge/declare.ts';
import { action, type Context } from './commands/context.ts';
import { declareDev } from './commands/dev.ts';
import { declareDrills } from './commands/drill.ts';
import { attackHelp, burstHelp, compareHelp } from './commands/help.ts';
import { between, period, rate, signedPeriod, whole } from './commands/option-parsers.ts';
import { jumps } from './commands/jump-options.ts';
import { declareServe } from './commands/serve-options.ts';
import { declareUpkeep } from './commands/upkeep.ts';
import type { Deps } from './deps.ts';
import { UsageError } from './errors.ts';
import { nearest } from './nearest.ts';
import { mostJumps } from './traffic/rate.ts';
import { diagnostic } from './view/diagnostic.ts';

/** A command's module: loaded when the command runs, not before. */
interface Verb<O> {
  run(context: Context, options: O, args: string[]): Promise<void>;
}

/** The whole command line. Throws `CommanderError` for --help, --version and wrong usage, `HyperdriveError` for the rest. */
export function createProgram(deps: Deps): Command {
  const program = new Command('hyperdrive');
  const does = <O extends object>(load: () => Promise<Verb<O>>) =>
    action<O>(deps, async (context, options, args) => (await load()).run(context, options, args));

  program
    .description('Rate limiting with Valkey and Lua, learned by doing it.')
    .version(deps.version)
    .option('--url <url>', 'a server of yours: valkey://, valkeys:// (TLS), unix:/path (default: VALKEY_URL)')
    .addOption(
      new Option('--engine <kind>', 'force where scripts run').choices([
        'url',
        'valkey',
        'cluster',
        'builtin',
      ]),
    )
    .option('--namespace <name>', 'work on hyperdrive:<name>:* instead of hyperdrive:*')
    .option(
      '--fleet <file>',
      'ships of yours instead of the built-in ones, outside of lessons (default: HYPERDRIVE_FLEET)',
    )
    .option('--json', 'print one JSON document per result')
    .option('--no-input', 'ask nothing')
    .option('--verbose', 'show the causes of an error')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => deps.stdout.write(text),
      writeErr: (text) => deps.stderr.write(text),
      // Commander repeats what was typed, and that may come from anywhere.
      outputError: (text, write) => write(diagnostic(text, deps.stderr)),
      getOutHelpWidth: () => deps.stdout.columns ?? 80,
      getErrHelpWidth: () => deps.stderr.columns ?? 80,
    })
    .helpCommand(true)
    .showHelpAfterError('(hyperdrive --help shows what there is)')
    .exitOverride()
    .argument('[command]')
    .usage('[options] [command]')
    // What is behind an unknown command is not what is wrong.
    .allowExcessArguments()
    .action(
      action(deps, async (context, _options, [unknown]) => {
        if (unknown !== undefined) throw unknownCommand(program, unknown);
        await (await import('./commands/mission.ts')).run(context, {}, []);
      }),
    );
  program
    .command('mission')
    .description('play a lesson; without a name, choose one')
    .argument('[mission]', 'its number, its id, or the path of a README.md')
    .option('--from <step>', 'begin at a step, by number or name')
    .option('--restart', 'begin at the beginning')
    .action(does(() => import('./commands/mission.ts')));

  jumps(drive(program.command('jump').description('make one jump and see what it left in the server')))
    .option('--cost <units>', 'what the jump costs (default: 1)', whole(-Number.MAX_SAFE_INTEGER))
    .option('--look', 'cost nothing, change nothing')
    .option(
      '--skew <duration>',
      "how far the caller's clock is ahead, or with a minus behind, for scripts that believe it",
      signedPeriod,
    )
    .option('--eval', 'send EVAL with the whole script, and print the line')
    .option('--commands', 'show which commands the script sent to the server')
    .option('--crash', 'die after the first call, where a limiter takes several')
    .action(does(() => import('./commands/jump.ts')));

  jumps(
    drive(
      program.command('burst').description('make many jumps, at once or at a pace, over real connections'),
    ),
  )
    .option('--count <jumps>', 'how many (default: two more than the limit)', whole(1, mostJumps))
    .option('--rate <rate>', 'how often: 10/s, 600/m, 5/h; a plain number is per second', rate)
    .option('--over <duration>', 'for how long, such as 30s', period)
    .option('--arrivals <pattern>', 'steady (default), poisson, on-off, on-off:20s, or a .csv file')
    .option('--seed <n>', 'the seed of chance, to see the same again', whole(0, 2 ** 31 - 1))
    .option('--warp', 'make them on the held clock, at full speed')
    .option('--clients <n>', 'how many connections (default: up to 10)', whole(1, 1_000))
    .option('--cost <units>', 'what each jump costs (default: 1)', whole(-Number.MAX_SAFE_INTEGER))
    .option(
      '--ships <n>',
      'so many ships in turn, ship-1, ship-2 …, with --limits or --tiers',
      whole(1, 1_000),
    )
    .option('--http [urls]', 'send HTTP requests to these gateways in turn, with commas between them')
    .option('--key-header <name>', 'the header that tells a gateway who asks (default: x-api-key)')
    .option('--headers', 'show what the first allowed request was told, and the first denied one')
    .addHelpText('after', burstHelp)
    .action(does(() => import('./commands/burst.ts')));

  program
    .command('report')
    .description('show what --record has counted: allowed and denied by ship and minute, and top talkers')
    .argument('[ship]', 'its minutes, one by one')
    .option('--minutes <n>', 'how far back, the current minute among them (default: 60)', whole(1, 60))
    .option('--top <n>', 'how many ships to show (default: 10)', whole(1, 1_000))
    .option('--gateway', 'callers of gateways, by their hashes: what serve --record has counted')
    .action(does(() => import('./commands/report.ts')));

  program
    .command('compare')
    .description('send the same traffic to several algorithms, without waiting; the first is the reference')
    .argument('<algorithms...>', 'two or more, such as sliding-window-log sliding-window-counter')
    .option('--limit <units>', 'units per period (default: 10)', whole(1))
    .option('--period <duration>', 'length of the period (default: 60s)', period)
    .option('--capacity <units>', 'the size of the bucket, where an algorithm has one', whole(1))
    .option('--count <jumps>', 'how many (default: 1000)', whole(1, 100_000))
    .option('--rate <rate>', 'how often: 10/s, 600/m, 5/h (default: as often as the limit admits)', rate)
    .option('--over <duration>', 'for how long, such as 1d', period)
    .option('--arrivals <pattern>', 'poisson (default), steady, on-off, on-off:20s, or a .csv file')
    .option('--seed <n>', 'the seed of chance, to see the same again', whole(0, 2 ** 31 - 1))
    .option('--cost <units>', 'what each jump costs (default: 1)', whole(1))
    .addHelpText('after', compareHelp)
    .action(does(() => import('./commands/compare.ts')));

  declareChallenge(program, does);

  program
    .command('attack')
    .description("break a limiter's script in as few jumps as possible, on a throwaway server")
    .argument('[file]', 'a Lua file of yours, or one that came with hyperdrive (lua/gcra.lua)')
    .option('--model <name>', 'what it promises to be, such as token-bucket, where its header does not say')
    .option('--seed <n>', 'the seed of chance, to see the same again', whole(0, 2 ** 31 - 1))
    .option('--time <duration>', 'go on with random traces for so long, such as 30s', period)
    .addHelpText('after', attackHelp)
    .action(does(() => import('./commands/attack.ts')));

  declareDrills(program, does);

  program
    .command('inspect')
    .description("show what is in the server: a key, a ship's keys, or the list of keys")
    .argument('[key]', "a key, or a ship's name")
    .option('--rows <n>', 'how many elements or keys to show (default: 20)', whole(1, 10_000))
    .option('--pattern <glob>', 'list keys anywhere on the server that match')
    .option(
      '--watch',
      'look again and again, and mark what changes, until a key is pressed; with --json a document per change, until Ctrl-C',
    )
    .option('--every <duration>', 'how often --watch looks (default: 500ms)', between(100, 3_600_000))
    .action(does(() => import('./commands/inspect.ts')));

  program
    .command('lua')
    .description('read a script, explained; without a name, list them')
    .argument('[algorithm]', "its name, or a ship's")
    .option('--flawed', 'list the widespread mistakes')
    .addOption(new Option('--raw', "print the file's bytes and nothing else").conflicts(['sha', 'snippet']))
    .addOption(new Option('--sha', 'print what SCRIPT LOAD answers').conflicts('snippet'))
    .addOption(
      new Option('--snippet <language>', 'print how to call it from an application').choices([
        'node',
        'python',
        'go',
      ]),
    )
    .action(does(() => import('./commands/lua.ts')));

  declareServe(program, deps, does);

  program
    .command('warp')
    .description('hold the clock and move it forward')
    .argument('<duration>', 'such as 500ms, 30s, 1m30s')
    .action(does(() => import('./commands/warp.ts')));

  drive(
    program
      .command('wait')
      .description("let time go by, and watch a ship's limiter fill up again: space warps the rest, q stops")
      .argument('<duration>', 'such as 500ms, 30s, 1m30s; at most a day'),
    'whose limiter to show',
  ).action(does(() => import('./commands/wait.ts')));

  program
    .command('clock')
    .description(
      "show the clock; hold: only warp and wait move it then; live: let it go, and clear the namespace's limiters",
    )
    .addArgument(new Argument('[what]', 'show (the default), hold or live').choices(['show', 'hold', 'live']))
    .action(does(() => import('./commands/clock.ts')));

  declareUpkeep(program, does);
  declareDev(program, does);

  for (const command of program.commands) {
    command.showHelpAfterError(`(hyperdrive ${command.name()} --help shows how)`);
    for (const below of command.commands)
      below.showHelpAfterError(`(hyperdrive ${command.name()} ${below.name()} --help shows how)`);
  }
  return program;
}

/** The options that say which limiter is asked. */
function drive(command: Command, ship = 'who jumps'): Command {
  return command
    .argument('[ship]', ship)
    .option('--ship <ship>', 'the same')
    .option('--algorithm <name>', 'another algorithm for this ship')
    .option('--script <file>', 'a Lua script of yours, under the contract')
    .option('--limit <units>', 'units per period', whole(1))
    .option('--period <duration>', 'length of the period, such as 60s', period)
    .option('--capacity <units>', 'the size of the bucket, where the algorithm has one', whole(1));
}

function unknownCommand(program: Command, name: string): UsageError {
  const names = program.commands.map((command) => command.name());
  const near = nearest(name, names) ?? (name && names.find((known) => known.startsWith(name.slice(0, 3))));
  return new UsageError(
    `There is no command "${name.slice(0, 80)}".${near ? ` Did you mean ${near}?` : ''} There are: ${names.join(', ')}.`,
  );
}
