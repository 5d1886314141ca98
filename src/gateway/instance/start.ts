import { fork, type ChildProcess } from 'node:child_process';
import { serverEnvironment } from '../../engine/host/leash.ts';
import { HyperdriveError } from '../../errors.ts';
import type { Ended, FromInstance, InstanceSettings, ToInstance } from './settings.ts';

/** A gateway in a process of its own. */
export interface Gateway {
  instance: number;
  url: string;
  port: number;
  pid: number;
}

/** Gateways that run, each in a process of its own. */
export interface Gateways {
  /** Those that were started, by number, whether or not they still run. */
  readonly all: readonly Gateway[];
  /** Resolves when none is left. */
  readonly gone: Promise<void>;
  /** Has them forget what they remember of callers; false where one cannot any more. */
  reset(): Promise<boolean>;
  /** Has them send what they have counted of callers; false where one cannot. */
  settle(): Promise<boolean>;
  /** Drains and ends them. Answers with how those ended that still ran. */
  stop(): Promise<Ended[]>;
}

/** What is told of a gateway while it runs. */
export interface Told {
  /** It has something to say. */
  notice(instance: number, line: string): void;
  /** It ended, and nobody had asked it to. */
  died(gateway: Gateway, how: string): void;
}

const startWithinMs = 30_000;
const obeyWithinMs = 10_000;
/** What a gateway may take beyond its drain. */
const graceMs = 3_000;

/** Starts a gateway for each of the settings. Resolves when all listen; where one cannot, rejects, and none is left. */
export async function startGateways(
  script: string,
  settings: readonly InstanceSettings[],
  told: Told,
): Promise<Gateways> {
  const children = settings.map((one) => startOne(script, one, told));
  const started = await Promise.allSettled(children.map((child) => child.ready));
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exited));
    throw failed.reason;
  }
  const all = async (op: Order) =>
    (await Promise.all(children.map((child) => child.obey(op)))).every(Boolean);
  return {
    all: started.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    gone: Promise.all(children.map((child) => child.exited)).then(() => undefined),
    reset: () => all('reset'),
    settle: () => all('settle'),
    stop: async () => (await Promise.all(children.map((child) => child.stop()))).flatMap((end) => end ?? []),
  };
}

/** What a gateway says again when it is done. */
type Order = 'reset' | 'settle';

/** One child process. */
interface Child {
  readonly ready: Promise<Gateway>;
  readonly exited: Promise<void>;
  /** Whether it has done so. */
  obey(op: Order): Promise<boolean>;
  /** Null where it had ended before, or had to be killed. */
  stop(): Promise<Ended | null>;
  kill(): void;
}

function startOne(script: string, settings: InstanceSettings, told: Told): Child {
  const { instance, drainMs } = settings;
  const child = fork(script, [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    // And where the private engines are.
    env: { ...serverEnvironment(process.env), XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] },
  });
  let complaints = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
  });
  let gateway: Gateway | null = null;
  let stopping = false;
  let ended: Ended | null = null;
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', (code, signal) => {
      if (gateway && !stopping) told.died(gateway, howItEnded(code, signal, complaints));
      resolve();
    });
  });
  const ready = new Promise<Gateway>((resolve, reject) => {
    child.on('message', (message: FromInstance) => {
      if (message.op === 'ready') {
        const { url, port } = message;
        resolve((gateway = { instance, url, port, pid: child.pid! }));
      } else if (message.op === 'failed') reject(new HyperdriveError(message.message));
      else if (message.op === 'notice') told.notice(instance, message.line);
      else if (message.op === 'ended') {
        const { op: _, ...end } = message;
        ended = end;
      }
    });
    void exited.then(() =>
      reject(
        new HyperdriveError(`Gateway ${instance} ended before it could listen. ${lastLine(complaints)}`),
      ),
    );
    void within(startWithinMs, exited).then((over) => {
      if (!over && !gateway) reject(new HyperdriveError(`Gateway ${instance} did not start in time.`));
    });
  });
  tell(child, { op: 'start', settings });
  return {
    ready,
    exited,
    async obey(op) {
      let hear!: (message: FromInstance) => void;
      let done = false;
      const answered = new Promise<void>((resolve) => {
        hear = (message) => {
          if (message.op !== op) return;
          ({ done } = message);
          resolve();
        };
        child.on('message', hear);
      });
      try {
        return tell(child, { op }) && (await within(obeyWithinMs, answered)) && done;
      } finally {
        child.off('message', hear);
      }
    },
    async stop() {
      stopping = true;
      tell(child, { op: 'drain' });
      if (!(await within(drainMs + graceMs, exited))) {
        child.kill('SIGKILL');
        await exited;
      }
      return ended;
    },
    kill() {
      stopping = true;
      child.kill('SIGKILL');
    },
  };
}

/** False where it cannot hear any more. */
function tell(child: ChildProcess, message: ToInstance): boolean {
  if (!child.connected) return false;
  // It may end at this very moment.
  child.send(message, () => {});
  return true;
}

/** Whether it happens in that time. */
function within(ms: number, event: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    timer.unref();
    void event.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function howItEnded(code: number | null, signal: string | null, complaints: string): string {
  if (signal) return `killed by ${signal}`;
  return code === 0 ? 'it was told to stop' : `exit code ${code}. ${lastLine(complaints)}`.trim();
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => /error/i.test(line))
      ?.trim() ?? ''
  );
}
