import type { Command } from 'commander';
import type { Deps, Document, Prompts } from '../deps.ts';
import { readClock, type ClockReading } from '../engine/clock.ts';
import type { EngineChoice } from '../engine/choose.ts';
import { prefixOf } from '../engine/namespace.ts';
import { ReplyError, type Engine } from '../engine/port.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { builtInFleet, type Ship } from '../fleet.ts';
import { diagnostic } from '../view/diagnostic.ts';
import { safeJson } from '../view/escape.ts';
import { makeStyle, type Style } from '../view/style.ts';

/** The options that every command has. */
export interface GlobalOptions extends EngineChoice {
  fleet?: string;
  namespace?: string;
  json?: boolean;
  /** Commander's name for the absence of `--no-input`. */
  input: boolean;
  verbose?: boolean;
}

/** What a command's action gets: the world, the global options, and ways to answer. */
export interface Context {
  deps: Deps;
  options: GlobalOptions;
  style: Style;
  /** Whether a person can be asked. */
  interactive: boolean;
  /** The fleet that the user gave with --fleet or HYPERDRIVE_FLEET, else null. */
  fleetFile: string | null;
  /** The ships: of the user's fleet, else the built-in ones. Read when it is first asked for; rejects with `UsageError`. */
  fleet(): Promise<readonly Ship[]>;
  /** One result: a line of JSON with `--json`, else the text. */
  result(document: Document, text: (style: Style) => string): void;
  /** A line for people, on stderr. */
  notice(line: string): void;
  prompts(): Promise<Prompts>;
}

/** An open engine and the namespace that a command works in. */
export interface Session {
  engine: Engine;
  prefix: string;
  /** The clock when the session began. */
  clock: ClockReading;
}

export function makeContext(deps: Deps, options: GlobalOptions): Context {
  // Asked anew each time: a terminal may be resized while a command runs.
  const style = (): Style => {
    const { isTTY, columns } = deps.stdout;
    return { ...makeStyle({ env: deps.env, isTTY, columns }), engineKnown: deps.observe !== undefined };
  };
  if (options.fleet === '') throw new UsageError('--fleet is empty: name a file, or leave it out.');
  const fleetFile = options.fleet ?? (deps.env['HYPERDRIVE_FLEET'] || null);
  let fleet: Promise<readonly Ship[]> | undefined;
  return {
    deps,
    options,
    get style() {
      return style();
    },
    interactive: deps.canAsk && options.input && !options.json,
    fleetFile,
    fleet: () => (fleet ??= readFleet(deps, fleetFile)),
    result(document, text) {
      deps.observe?.(document);
      deps.stdout.write(options.json ? `${safeJson(document)}\n` : withNewline(text(style())));
    },
    notice: (line) => deps.stderr.write(diagnostic(withNewline(line), deps.stderr)),
    prompts: () => deps.prompts(),
  };
}

async function readFleet({ readFile }: Deps, file: string | null): Promise<readonly Ship[]> {
  if (file === null) return builtInFleet;
  const text = await readFile(file);
  return (await import('../fleet-file.ts')).parseFleet(text, file);
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Opens the engine, reads the clock, does the work, closes the engine. */
export async function withSession<T>(context: Context, work: (session: Session) => Promise<T>): Promise<T> {
  const { deps, options } = context;
  const prefix = prefixOf(options.namespace);
  const engine = await deps.openEngine(options, context.notice);
  try {
    return await work({ engine, prefix, clock: await readClock(engine, prefix) });
  } catch (error) {
    throw error instanceof ReplyError ? refused(prefix, error) : error;
  } finally {
    engine.close();
  }
}

/** What nobody expected the server to refuse: to a user without rights, on a replica, with its memory full. */
function refused(prefix: string, error: ReplyError): HyperdriveError {
  const why = error.message.replace(/\.$/, '');
  const [, remedy = ''] = remedies.find(([word]) => why.startsWith(word)) ?? [];
  return new HyperdriveError(`The server refuses to work on ${prefix}*: ${why}.${remedy}`, { cause: error });
}

const remedies: readonly [word: string, remedy: string][] = [
  ['NOPERM', ' Choose the namespace that this user may work in, or another user.'],
  ['TRYAGAIN', ' A slot is being moved to another node: run the command again.'],
];

/** Missions, warp and reset on a shared server would age or delete what others have there. Throws `UsageError`. */
export function needNamespace({ engine }: Session, { options }: Context, what: string): void {
  if (engine.kind !== 'url' || options.namespace !== undefined) return;
  throw new UsageError(
    `${what} on a server of your own needs a namespace, so that nobody else's keys age: add --namespace NAME.`,
  );
}

/** The options that lead a command of the user's to the same server and namespace. */
export function sameServer({ url, engine, namespace }: GlobalOptions): string[] {
  // A URL may hold a password: whoever gave one knows to give it again.
  return [
    ...(url === undefined ? [] : ['--url URL']),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
    ...(namespace === undefined ? [] : [`--namespace ${namespace}`]),
  ];
}

/** The engine and the clock as every document carries them. */
export function sessionDocument({ engine, clock }: Session): Document {
  return { engine: { kind: engine.kind, ...engine.server }, clock };
}

/** An action that gets its context, the command's own options, and its arguments. */
export function action<O extends object>(
  deps: Deps,
  run: (context: Context, options: O, args: string[]) => Promise<void>,
): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const options = command.optsWithGlobals() as GlobalOptions & O;
    await run(makeContext(deps, options), options, command.args);
  };
}
