import type { Decider, DeciderOptions, Verdict } from '../../src/gateway/decider.ts';
import { makeDecider } from '../../src/gateway/make-decider.ts';
import { NoEngineError } from '../../src/errors.ts';
import { FakeTime } from './fake-time.ts';
import { ask } from './policies.ts';
import { ScriptedEngine } from './scripted-engine.ts';

export const deadlineMs = 100;

/** Replies of a GCRA of 5 per minute. */
export const allowed = [1, 4, 0, 12_000];
export const denied = [0, 0, 500, 60_000];

export const gone = () => new NoEngineError('Cannot use the server at unix:/s: nothing listens there.');

/** A decider on a scripted engine, in time that the test moves. */
export class Stage {
  readonly time = new FakeTime();
  readonly engine = new ScriptedEngine();
  readonly notices: string[] = [];

  start(options: Partial<DeciderOptions> = {}): Promise<Decider> {
    return makeDecider(
      {
        prefix: 'p:',
        store: 'engine',
        onError: 'closed',
        deadlineMs,
        localShare: 0.5,
        cacheDenials: false,
        ...options,
      },
      {
        open: this.engine.open,
        packageFile: (path) => `-- ${path}`,
        now: this.time.now,
        wallMs: this.time.now,
        notice: (line) => this.notices.push(line),
        scheduler: this.time,
        random: () => 0,
      },
    );
  }

  /** So many decisions that the engine does not answer in time. */
  async unanswered(decider: Decider, times: number): Promise<Verdict[]> {
    const verdicts = Array.from({ length: times }, () => decider.decide(ask()));
    await this.time.pass(deadlineMs);
    return Promise.all(verdicts);
  }
}
