import { spawn } from 'node:child_process';

/** What of the environment a server is given: it may outlive us, and it needs none of our secrets. */
const keptNames = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/** The environment of a server that we start. */
export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(keptNames.map((name) => [name, env[name]]));
}

/** What a leashed program may use at most, in KiB; not enforced where the system does not know such a limit. */
export interface Bounds {
  /** Address space, used or not. */
  addressSpace?: number;
  /** Memory that it may write to: for programs that reserve far more address space than they use. */
  data?: number;
}

/** A program that cannot outlive this process. */
export interface Leashed {
  /** Resolves when it has ended. */
  readonly exited: Promise<void>;
  readonly ended: boolean;
  /** The end of what it has said so far. */
  output(): string;
  /** Kills it at once; nothing that it does can prevent that. */
  kill(): void;
}

/**
 * Starts a program that cannot outlive this process, however that ends: the shell between them holds the other end of a
 * pipe (fd 3), and when the pipe breaks it kills the program. When the program has ended, `folder` is removed, where given.
 */
export function leash(
  [command, ...args]: readonly [string, ...string[]],
  options: { env: NodeJS.ProcessEnv; bounds?: Bounds; folder?: string },
): Leashed {
  const { addressSpace, data } = options.bounds ?? {};
  const script = [
    'ulimit -c 0 2>/dev/null',
    ...(addressSpace ? [`ulimit -v ${addressSpace} 2>/dev/null`] : []),
    ...(data ? [`ulimit -d ${data} 2>/dev/null`] : []),
    'folder=$1; shift; "$@" 3<&- & server=$!',
    '{ read -r _ <&3; kill -9 "$server" 2>/dev/null; } &',
    // The shell has something to say of who was killed; with nobody left to hear it, that would be its own end.
    'exec 3<&- >/dev/null 2>&1',
    // PATH may hold nothing but a server.
    'wait "$server"; [ -z "$folder" ] || PATH="$PATH:/bin:/usr/bin" rm -rf -- "$folder"',
  ].join('\n');
  const child = spawn('/bin/sh', ['-c', script, 'sh', options.folder ?? '', command, ...args], {
    // Its own process group: Ctrl-C is for us, and reaches it through the pipe.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: serverEnvironment(options.env),
  });
  let output = '';
  const listen = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-2_000);
  };
  child.stdout!.on('data', listen);
  child.stderr!.on('data', listen);
  const pipe = child.stdio[3]!;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      // The shell may have been killed alone: the program must not be left without its leash.
      pipe.destroy();
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  return {
    exited,
    get ended() {
      return ended;
    },
    output: () => output,
    kill: () => void pipe.destroy(),
  };
}
