import type { Arg, Reply } from '../../src/engine/port.ts';
import { NoEngineError } from '../../src/errors.ts';
import type { DrillNeeds } from '../../src/gateway/drill-fleet.ts';
import type { Decided } from '../../src/gateway/drill-traffic.ts';
import { FakeTime } from './fake-time.ts';
import { ScriptedEngine } from './scripted-engine.ts';

/** A server that answers at once, and that lets `limit` units through until it is killed: nothing is ever paid back. */
export class DrillDouble {
  readonly time = new FakeTime();
  readonly engine = new ScriptedEngine();
  /** How often the server was killed, and started again. */
  readonly deeds: string[] = [];
  readonly #limit: number;
  #left: number;

  constructor(limit: number) {
    this.#limit = this.#left = limit;
    this.engine.replies = (command) => this.#answer(command);
  }

  readonly connect = () => this.engine.open();

  readonly kill = async (): Promise<void> => {
    this.deeds.push('killed');
    this.engine.away = new NoEngineError('The throwaway server is down.');
    this.engine.hangUp();
  };

  readonly startAgain = async (): Promise<void> => {
    this.deeds.push('started');
    this.engine.away = null;
    this.#left = this.#limit;
  };

  get needs(): DrillNeeds {
    const { time } = this;
    return {
      packageFile: (path) => `-- ${path}`,
      time: { now: time.now, wallMs: time.now, scheduler: time },
      random: () => 0,
    };
  }

  #answer([, , , key, , , cost]: readonly Arg[]): Reply {
    if (!String(key).includes('{enterprise}')) return [1, 9, 0, 0];
    const price = Number(cost);
    const allowed = price <= this.#left;
    if (allowed) this.#left -= price;
    return [allowed ? 1 : 0, this.#left, allowed ? 0 : 500, 60_000];
  }
}

/** A decision that took 2 ms, by the engine unless said otherwise. */
export function decided(
  askedMs: number,
  { by = 'engine', allowed = true, remaining = 0, gateway = 1, tookMs = 2, late = false } = {},
): Decided {
  const policy = {
    name: 'drill',
    by: 'caller' as const,
    drive: { algorithm: 'gcra', limit: 10, periodMs: 60_000 },
  };
  return {
    gateway,
    askedMs,
    decidedMs: askedMs + tookMs,
    late,
    verdict: {
      allowed,
      by: by as 'engine',
      standings: by === 'engine' ? [{ policy, remaining, retryAfterMs: 0, resetAfterMs: 0 }] : [],
      deniedBy: allowed ? null : 'drill',
      retryAfterMs: 0,
    },
  };
}
