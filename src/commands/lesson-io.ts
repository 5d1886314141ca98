import { CommanderError } from 'commander';
import type { Deps, Document, TextStream } from '../deps.ts';
import {
  clearLimiters,
  holdClock,
  needOneServer,
  readClock,
  releaseClock,
  serverTime,
  type ClockReading,
} from '../engine/clock.ts';
import { gatewayPrefix } from '../engine/namespace.ts';
import { HyperdriveError, Interrupted, NoEngineError, UsageError } from '../errors.ts';
import { readCommandLine, type ScriptPlaces } from '../lesson/command-line.ts';
import type { Loaded } from '../lesson/library.ts';
import type { PlayerIO } from '../lesson/player.ts';
import { askValkey } from '../lesson/valkey-block.ts';
import { isUsageKey } from '../usage/keys.ts';
import { count } from '../view/format.ts';
import { engineLabel } from '../view/session.ts';
import { diagnostic } from '../view/diagnostic.ts';
import { valkeyReply } from '../view/valkey-reply.ts';
import { wrapWords } from '../view/wrap.ts';
import type { Context, Session } from './context.ts';
import { keepGateways } from './lesson-gateways.ts';

const hourMs = 3_600_000;
/** How long a signal waits for a command that changes the server: the process ends after a second, and the clock must go first. */
const patienceMs = 300;

/** A lesson's world, and its clock at the beginning of each step. */
export interface LessonIO extends PlayerIO {
  begins: ClockReading;
}

/** A lesson's world: the real handlers on the engine that is open, the namespace's clock, the learner's terminal. */
export async function lessonIO(
  context: Context,
  session: Session,
  { mission, folder }: Loaded,
): Promise<LessonIO> {
  const { deps, options, style, interactive } = context;
  const { engine, prefix } = session;
  const { stdout, progress } = deps;
  // Where nobody watches a wait warps at once.
  const { nextKey: _, screen: __, ...unwatched } = deps;
  const json = options.json ?? false;
  const show = (text: string, tight?: 'tight'): void => {
    if (!json) stdout.write(`${text}${tight ? '\n' : '\n\n'}`);
  };
  needOneServer(engine);
  // One instant for the whole lesson: each step finds what it would have found on the way. A whole hour, because some windows
  // follow the clock.
  const beginMs = Math.floor((await serverTime(engine)) / hourMs) * hourMs;
  const places: ScriptPlaces = {
    folder,
    bases: [folder, deps.packageFolder, ''],
    packageFolder: deps.packageFolder,
    exists: deps.exists,
  };
  const gateways = keepGateways(deps.startGateways);
  // What a lesson runs sees its gateways, and the server of the lesson's own --url.
  const behind = {
    startGateways: gateways.start,
    gateways: gateways.urls,
    env: { ...deps.env, ...(options.url !== undefined && { VALKEY_URL: options.url }) },
  };
  const clearAll = async (which: (prefix: string, key: string) => boolean = () => true): Promise<number> => {
    const clear = (of: string) => clearLimiters(engine, of, (key) => which(of, key));
    return (await clear(prefix)) + (await clear(gatewayPrefix(prefix)));
  };
  let entered = false;
  // A lesson has one server: a cluster is what its drills start, on this machine.
  const capabilities = {
    ...engine.capabilities,
    cluster: engine.capabilities.cluster && (await deps.canStartCluster()),
  };
  const world = { connection: engine, prefix, capabilities, label: engineLabel(engine) };
  const save = (change: { step?: string; done?: boolean }): void =>
    progress.update((all) => ({ ...all, missions: { ...all.missions, [mission.id]: change } }));

  let left: Promise<void> | null = null;
  let busy: Promise<unknown> = Promise.resolve();
  const leaving = new AbortController();
  const interruption = new Promise<never>((_, refuse) => {
    leaving.signal.addEventListener('abort', () => refuse(new Interrupted()));
  });
  interruption.catch(() => undefined);
  /** What changes the server; a signal that comes in between waits for it, and nothing follows, not even what it came to. */
  const changing = <T>(work: () => Promise<T>): Promise<T> => {
    if (left) return Promise.reject(new Interrupted());
    const change = work();
    busy = change.catch(() => undefined);
    return Promise.race([change, interruption]);
  };
  const letGo = async (): Promise<void> => {
    leaving.abort();
    const done = new AbortController();
    await Promise.race([busy, deps.sleep(patienceMs, done.signal)]);
    done.abort();
    const cleared = await releaseClock(engine, prefix);
    const more = cleared ? `; ${count(cleared, 'limiter')} of the lesson cleared` : '';
    show(wrapWords(`The clock runs again${more}.`, style.width));
    // These live by the real clock, and may have requests to finish for longer than a signal waits.
    await gateways.stop();
    await clearLimiters(engine, gatewayPrefix(prefix));
  };
  const goesOn = (resume: string | undefined): void => {
    if (resume !== undefined) show(wrapWords(`\`${resume}\` goes on from here.`, style.width), 'tight');
  };

  return {
    begins: { mode: 'held', nowMs: beginMs },
    show,
    style,
    interactive,
    prompts: () => context.prompts(),
    capabilities,
    run: (line, mode) =>
      changing(async () => {
        const argv = readCommandLine(line, places);
        await gateways.settle();
        if (options.namespace !== undefined) argv.push('--namespace', options.namespace);
        const shown = mode === 'shown' && !json;
        const document = await runInside(
          { ...(shown && interactive ? deps : unwatched), ...behind },
          session,
          argv,
          shown,
        );
        if (shown) stdout.write('\n');
        return document;
      }),
    async valkey(line) {
      const reply = await askValkey(line, world);
      // Of the commands that a lesson sends, TYPE alone answers with a word of the server's own.
      return { reply, text: valkeyReply(reply, { status: /^\s*TYPE\s/i.test(line) }) };
    },
    clock: () => readClock(engine, prefix),
    enter: () =>
      changing(async () => {
        gateways.rest();
        await gateways.settle();
        const recorded = entered ? 0 : await clearAll(isUsageKey);
        const cleared = await clearAll();
        const old = [
          ...(cleared ? [count(cleared, 'old limiter')] : []),
          ...(recorded ? ['what --record had counted'] : []),
        ];
        if (old.length && !entered) context.notice(`Cleared ${old.join(' and ')}.\n`);
        entered = true;
        // Nobody would let it go.
        if (leaving.signal.aborted) throw new Interrupted();
        await holdClock(engine, prefix, beginMs);
      }),
    leave: (resume) => (left ??= letGo().finally(() => goesOn(resume))),
    progress: {
      at: (step) => save({ step, ...(isDone(deps, mission.id) && { done: true }) }),
      done: () => {
        if (interactive) save({ done: true });
      },
    },
    result(result) {
      if (json) context.result({ ...result }, () => '');
    },
  };
}

function isDone({ progress }: Deps, id: string): boolean {
  const { missions } = progress.load();
  return Object.hasOwn(missions, id) && missions[id]!.done === true;
}

/** Where nothing is seen. */
export const nowhere: TextStream = { write: () => {}, isTTY: false, columns: undefined };

/** Runs a command line in the lesson's session and answers with its last document. Throws what the command throws. */
async function runInside(
  deps: Deps,
  { engine }: Session,
  argv: string[],
  shown: boolean,
): Promise<Document | null> {
  let last: Document | null = null;
  let complaints = '';
  const inside: Deps = {
    ...deps,
    // A lesson names its ships: they are the built-in ones, whatever fleet the learner has.
    env: { ...deps.env, HYPERDRIVE_FLEET: undefined },
    stdout: shown ? deps.stdout : nowhere,
    stderr: { ...nowhere, write: (text) => void (complaints += text) },
    canAsk: false,
    // What a script came to is a result in here: the lesson goes on.
    exitWith: () => {},
    // The lesson's own connection outlives the command.
    openEngine: async () => ({ ...engine, close: () => {} }),
    // What must not run on that one runs on another of its kind.
    openArena: (arena, _choice, notice) =>
      deps.openArena(arena, engine.kind === 'url' ? {} : { engine: engine.kind }, notice),
    openThrowaway: (_choice, notice) =>
      deps.openThrowaway(engine.kind === 'url' ? {} : { engine: engine.kind }, notice),
    observe: (document) => {
      last = document;
    },
  };
  try {
    await deps.runCommand(argv, inside);
  } catch (error) {
    // A drill that gets no servers of its own says nothing of the lesson's.
    if (argv[0] === 'drill' && error instanceof NoEngineError)
      throw new HyperdriveError(error.message, { cause: error });
    if (!(error instanceof CommanderError)) throw error;
    // --help is no failure; for the rest commander has told why, and how to get help outside of a lesson.
    if (error.exitCode !== 0)
      throw new UsageError(complaints.split('\n')[0]!.replace(/^error: /, '') || error.message, {
        cause: error,
      });
    complaints = '';
  }
  if (shown && complaints) deps.stderr.write(diagnostic(complaints, deps.stderr));
  return last;
}
