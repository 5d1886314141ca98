import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Deps } from '../deps.ts';
import type { OnError } from '../gateway/decider.ts';
import type { Context } from './context.ts';
import { serveHelp } from './help.ts';
import { between, period, share, whole } from './option-parsers.ts';

/** The options of `hyperdrive serve`. */
export interface ServeOptions {
  host: string;
  port?: number;
  instances: number;
  config?: string;
  algorithm?: string;
  limit?: number;
  period?: number;
  capacity?: number;
  cost?: number;
  keyHeader: string;
  trustProxy?: string;
  store: 'engine' | 'memory';
  onError: OnError;
  deadline: number;
  localShare?: number;
  cacheDenials?: boolean;
  record?: boolean;
  drain: number;
}

type Verb = { run(context: Context, options: ServeOptions, args: string[]): Promise<void> };
type Action = (...parameters: unknown[]) => Promise<void>;

/** Adds `hyperdrive serve`. */
export function declareServe(
  program: Command,
  deps: Deps,
  does: (load: () => Promise<Verb>) => Action,
): void {
  const serve = program
    .command('serve')
    .description('run HTTP gateways: any path answers 200, or 429 when its limit is used up');
  for (const [flags, description, more] of declared) {
    const option = new Option(flags, description);
    more?.(option);
    if (fromEnvironment(deps, option)) option.env(variable(option));
    serve.addOption(option);
  }
  serve.addHelpText('after', serveHelp).action(does(() => import('./serve.ts')));
}

type Declared = readonly [flags: string, description: string, more?: (option: Option) => unknown];

const declared: readonly Declared[] = [
  ['--host <address>', 'where to listen', (option) => option.argParser(hostName).default('127.0.0.1')],
  [
    '--port <n>',
    'the first port, one more for each instance; 0 is any (default: from 8080 up, those that are free)',
    (option) => option.argParser(whole(0, 65_535)),
  ],
  [
    '--instances <n>',
    'how many gateways, each a process of its own',
    (option) => option.argParser(whole(1, 64)).default(1),
  ],
  ['--config <file>', 'policies and routes, as JSON, in place of the one policy that follows'],
  ['--algorithm <name>', 'which algorithm limits (default: token-bucket)'],
  ['--limit <units>', 'units per period (default: 10)', (option) => option.argParser(whole(1))],
  ['--period <duration>', 'length of the period (default: 60s)', (option) => option.argParser(period)],
  [
    '--capacity <units>',
    'the size of the bucket, where the algorithm has one',
    (option) => option.argParser(whole(1)),
  ],
  ['--cost <units>', 'what a request costs (default: 1)', (option) => option.argParser(whole(1))],
  [
    '--key-header <name>',
    'who sends it is known by it; others by their address',
    (option) => option.argParser(headerName).default('x-api-key'),
  ],
  [
    '--trust-proxy <proxies>',
    'believe X-Forwarded-For: of these addresses and networks, or from so many proxies (default: of nobody)',
  ],
  [
    '--store <where>',
    'memory: each gateway counts for itself, to see what goes wrong then',
    (option) => option.choices(['engine', 'memory']).default('engine'),
  ],
  [
    '--on-error <how>',
    'while the engine is away: let all through, refuse all, or limit in each process',
    (option) => option.choices(['open', 'closed', 'local']).default('local'),
  ],
  [
    '--deadline <duration>',
    'how long a decision may take before that happens',
    (option) => option.argParser(between(1, 60_000)).default(250, '250ms'),
  ],
  [
    '--local-share <share>',
    'the share of each limit that a process has then, such as 0.5 (default: 1 / instances)',
    (option) => option.argParser(share),
  ],
  ['--cache-denials', 'remember a denial in the process until its time is up'],
  ['--record', 'count what each caller was allowed and denied, for hyperdrive report --gateway'],
  [
    '--drain <duration>',
    'how long requests may take to end when the gateways do',
    (option) => option.argParser(between(1, 3_600_000)).default(10_000, '10s'),
  ],
];

/** The environment variable that an option may come from. */
function variable(option: Option): string {
  return `HYPERDRIVE_SERVE_${option.long!.slice(2).replaceAll('-', '_').toUpperCase()}`;
}

/**
 * A lesson says itself what it serves, whatever the learner's environment has. And a flag that is set to no is not given:
 * commander takes any value for a yes.
 */
function fromEnvironment({ env, gateways }: Deps, option: Option): boolean {
  if (gateways) return false;
  const flag = !option.required && !option.optional;
  return !(flag && /^(0|no|off|false|)$/i.test(env[variable(option)] ?? 'yes'));
}

/** An empty one would be every address of the machine. */
function hostName(text: string): string {
  if (/^\S+$/.test(text)) return text;
  throw new InvalidArgumentError('Expected an address, such as 127.0.0.1, or 0.0.0.0 for all.');
}

/** A token of RFC 9110. `__proto__` is one, which Node drops from a request's headers. */
function headerName(text: string): string {
  if (text.toLowerCase() !== '__proto__' && /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(text))
    return text.toLowerCase();
  throw new InvalidArgumentError('Expected the name of a header, such as x-api-key.');
}
