import type { Connection } from '../engine/port.ts';
import type { Ask, Decider, DeciderOptions, OnError, Verdict } from './decider.ts';
import { makeDenials } from './denials.ts';
import { makeEngineDecider, type EngineDecider, type Undecided } from './engine-decider.ts';
import { keysOf } from './keys.ts';
import { makeLocalLimiter } from './local-limiter.ts';
import { makeQuestions } from './questions.ts';
import { makeRefusals } from './refusals.ts';
import { realTime, type Scheduler } from './scheduler.ts';

/** What deciding needs of the world. */
export interface DeciderNeeds {
  /** Finds or starts the engine, and opens a connection to it: at the start, and whenever the last one broke. */
  open(): Promise<Connection>;
  packageFile(path: string): string;
  /** Monotonic, ms. */
  now(): number;
  /** Ms since 1970. */
  wallMs(): number;
  /**
   * Told when the engine stops deciding, why, what is done instead, and when it decides again; and what it refuses of one
   * request alone: a line each.
   */
  notice?(line: string): void;
  /** Real time, unless given. */
  scheduler?: Scheduler;
  /** From 0 to 1; chance, unless given. */
  random?(): number;
}

/**
 * Makes the decider of a gateway. Resolves when the first attempt to reach the engine has ended; one that is away does not
 * hinder, but rejects with `UsageError` where the engine cannot be opened as it was asked for.
 */
export async function makeDecider(options: DeciderOptions, needs: DeciderNeeds): Promise<Decider> {
  return options.store === 'memory' ? inMemory(needs) : onEngine(options, needs);
}

function inMemory({ now, wallMs }: DeciderNeeds): Decider {
  const since = wallMs();
  const decideHere = makeLocalLimiter({ share: 1, now });
  return {
    decide: async (ask) => ({ ...decideHere(ask), by: 'local' }),
    health: () => ({ engine: 'up', since }),
    close: async () => {},
  };
}

async function onEngine(options: DeciderOptions, needs: DeciderNeeds): Promise<Decider> {
  const { prefix, deadlineMs } = options;
  const { open, packageFile, now, wallMs, notice, scheduler = realTime, random = Math.random } = needs;
  const denials = options.cacheDenials ? makeDenials({ now }) : null;
  const keyOf = (ask: Ask) => keysOf(prefix, ask).join(' ');
  const instead = insteadOf(options, now);
  const isNew = makeRefusals({ now });
  let up = false;
  let since = wallMs();
  let told: string | undefined;

  const engine: EngineDecider = makeEngineDecider({
    open,
    questions: makeQuestions(prefix, packageFile),
    deadlineMs,
    now,
    random,
    scheduler,
    heard: (ask, answer, askedMs) => denials?.learn(keyOf(ask), ask, answer, askedMs),
    // The next one may be empty: a denial of the last binds it no more.
    broken: () => denials?.clear(),
    changed() {
      if (up !== engine.isUp()) {
        up = !up;
        since = wallMs();
      }
      const { state, trouble } = engine.circuit;
      if (trouble === told) return;
      told = trouble;
      // Of a cluster's shards one may be away.
      const whose = state === 'closed' ? 'every request that this befalls' : 'every request';
      notice?.(
        trouble === undefined
          ? 'The engine decides again.'
          : `${trouble} Trying again; until then ${whose} ${inPlace(options)}.`,
      );
    },
    refused(ask, line) {
      const names = ask.policies.map(({ name }) => name).join(', ');
      if (!isNew(`${names}: ${line}`)) return;
      notice?.(
        `A request could not be decided (${names}, at ${keyOf(ask)}). ${line} Every request that this befalls ${inPlace(options)}.`,
      );
    },
  });

  await engine.start();

  return {
    async decide(ask) {
      const remembered = denials?.recall(keyOf(ask), ask);
      if (remembered) return remembered;
      const answer = await engine.ask(ask);
      return 'trouble' in answer ? instead(ask, answer) : { ...answer, by: 'engine' };
    },
    health() {
      const { state, trouble } = engine.circuit;
      const shown = up ? 'up' : state === 'open' ? 'down' : 'trying';
      return { engine: shown, since, ...(trouble !== undefined && { trouble }) };
    },
    async close() {
      engine.close();
    },
  };
}

type Instead = (ask: Ask, undecided: Undecided) => Verdict;

/** What decides without the engine. */
function insteadOf({ onError, localShare }: DeciderOptions, now: () => number): Instead {
  if (onError === 'local') {
    const decideHere = makeLocalLimiter({ share: localShare, now });
    return (ask, { trouble }) => ({ ...decideHere(ask), by: 'local', trouble });
  }
  const nobody = { standings: [], deniedBy: null };
  if (onError === 'open') {
    return (_, { trouble }) => ({ allowed: true, by: 'open', ...nobody, retryAfterMs: 0, trouble });
  }
  // Before the next probe nothing changes.
  return (_, { trouble, nextProbeMs }) => ({
    allowed: false,
    by: 'closed',
    ...nobody,
    retryAfterMs: Math.max(1, nextProbeMs),
    trouble,
  });
}

/** What becomes of a request instead. */
function inPlace({ onError, localShare }: DeciderOptions): string {
  const what: Record<OnError, string> = {
    open: 'is let through',
    closed: 'is turned away',
    local: `is decided by its gateway alone, at ${Number((localShare * 100).toFixed(1))} % of each limit`,
  };
  return what[onError];
}
