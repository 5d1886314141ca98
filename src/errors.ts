/** An error a person can act on: what happened, to what, and what to do next. `exitCode` is the process's. */
export class HyperdriveError extends Error {
  override readonly name: string = 'HyperdriveError';
  readonly exitCode: number = 1;
}

/** The command line, or a value in it, is wrong (exit 2). */
export class UsageError extends HyperdriveError {
  override readonly name = 'UsageError';
  override readonly exitCode = 2;
}

/** No server to run scripts on, or it went away (exit 3). */
export class NoEngineError extends HyperdriveError {
  override readonly name = 'NoEngineError';
  override readonly exitCode = 3;
  /** What happened, without what to do next: for whoever tries again by itself. */
  readonly fact: string;
  constructor(message: string, { fact = message, ...options }: ErrorOptions & { fact?: string } = {}) {
    super(message, options);
    this.fact = fact;
  }
}

/** The person pressed Ctrl-C (exit 130). */
export class Interrupted extends HyperdriveError {
  override readonly name = 'Interrupted';
  override readonly exitCode = 130;
  constructor() {
    super('Interrupted.');
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error (`ENOENT`, `ECONNREFUSED`…), if it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
