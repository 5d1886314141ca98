import {
  ReplyError,
  type Arg,
  type ClusterView,
  type Connection,
  type Reply,
} from '../../src/engine/port.ts';
import { NoEngineError } from '../../src/errors.ts';

/** A command that waits for its answer. */
export interface Pending {
  command: readonly Arg[];
  answer(reply: Reply): void;
  refuse(message: string): void;
}

/** An engine whose every answer the test gives. */
export class ScriptedEngine {
  /** What has been asked and not answered, but for what `replies` answers by itself. */
  readonly pending: Pending[] = [];
  /** Every command, by its first word or two, with the number of its connection. */
  readonly sent: string[] = [];
  readonly #connections: { end(): void }[] = [];
  /** Why it cannot be reached, where it cannot; or that it never says so. */
  away: Error | 'silent' | null = null;
  /** Answers commands by itself where it is set: with an error, where it answers so. */
  replies: ((command: readonly Arg[]) => Reply | Error) | null = null;
  /** Where it is a cluster. */
  cluster: ClusterView | undefined;
  opened = 0;

  readonly open = async (): Promise<Connection> => {
    this.opened++;
    if (this.away === 'silent') return new Promise(() => {});
    if (this.away) throw this.away;
    const number = this.#connections.length + 1;
    const underWay = new Set<(error: Error) => void>();
    let finish = () => {};
    const ended = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const end = () => {
      for (const fail of underWay) fail(new NoEngineError('it went away'));
      finish();
    };
    this.#connections.push({ end });
    return {
      ended,
      ...(this.cluster && { cluster: this.cluster }),
      close: end,
      call: (...command) => {
        this.sent.push(`${number} ${command[0] === 'SCRIPT' ? 'SCRIPT LOAD' : String(command[0])}`);
        return new Promise<Reply>((answer, reject) => {
          if (command[0] === 'SCRIPT') return answer('sha');
          const reply = this.replies?.(command);
          if (reply instanceof Error) return reject(reply);
          if (reply !== undefined) return answer(reply);
          underWay.add(reject);
          this.pending.push({ command, answer, refuse: (message) => reject(new ReplyError(message)) });
        });
      },
      callRaw: () => Promise.reject(new Error('not asked for')),
      watched: () => Promise.reject(new Error('not asked for')),
    };
  };

  /** Takes the oldest unanswered command. */
  next(): Pending {
    const next = this.pending.shift();
    if (!next) throw new Error('nothing is waiting for an answer');
    return next;
  }

  /** Ends every connection, as a server does that dies. */
  hangUp(): void {
    for (const { end } of this.#connections) end();
  }
}
