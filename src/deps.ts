import type { Arena, ArenaOptions } from './engine/arena.ts';
import type { DrillCluster } from './engine/cluster/drill.ts';
import type { EngineChoice } from './engine/choose.ts';
import type { Status } from './engine/host/protocol.ts';
import type { Engine } from './engine/port.ts';
import type { Throwaway } from './engine/throwaway.ts';
import type { HttpClient } from './gateway/client.ts';
import type { InstanceSettings } from './gateway/instance/settings.ts';
import type { Gateways, Told } from './gateway/instance/start.ts';
import type { Machine } from './platform/machine.ts';

/** A stream of text to a person or a pipe. */
export interface TextStream {
  write(text: string): void;
  isTTY: boolean;
  columns: number | undefined;
  rows?: number | undefined;
}

/** What a command prints as its result with `--json`. */
export type Document = Record<string, unknown>;

/** What may be chosen; `short` is all that stays of it on the screen afterwards. */
export interface Choice<T> {
  name: string;
  value: T;
  short?: string;
}

/** Questions to a person. Each rejects with `Interrupted` on Ctrl-C. Only to be asked where `Deps.canAsk`. */
export interface Prompts {
  line(question: string, suggestion?: string): Promise<string>;
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  confirm(question: string): Promise<boolean>;
}

/** How far somebody is in a challenge. */
export interface ChallengeProgress {
  /** The folder that it was started in last, as an absolute path. */
  started?: string;
  /** When that was, ms since 1970. */
  startedMs?: number;
  /** The folder that the challenge itself stands in, as an absolute path, where it did not come with hyperdrive. */
  from?: string;
  passed?: true;
  /** The law that broke last, and how often in a row. */
  lastLaw?: string;
  failures?: number;
  /** How many hints were shown, by law or `anything`. */
  hints?: Record<string, number>;
}

/** How far somebody is, by mission id and by challenge id. */
export interface Progress {
  missions: Record<string, { step?: string; done?: boolean }>;
  challenges: Record<string, ChallengeProgress>;
}

export interface ProgressStore {
  load(): Progress;
  /** Changes what is kept by now. Of several processes that do so at once, none undoes what another did. */
  update(change: (progress: Progress) => Progress): void;
  /** Forgets everything; false where there was nothing. */
  clear(): boolean;
}

/** Everything that commands need of the world; built by main.ts, by the mission player, and by tests. */
export interface Deps {
  env: Record<string, string | undefined>;
  stdout: TextStream;
  stderr: TextStream;
  /** Whether a person sits there: stdin and stdout are terminals. */
  canAsk: boolean;
  prompts(): Promise<Prompts>;
  /** The caller's clock, ms since 1970. */
  now(): number;
  /** The same clock's pace, from an instant that means nothing, in ms with fractions: for what is over within one. */
  stopwatch(): number;
  /** Resolves after so much real time, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A seed for chance where nobody gave one: a whole number from 0 to 2^31 - 1. */
  seed(): number;
  /**
   * The name of the next key that a person presses (`space`, `q`, `return`, `paste`, `ctrl-x`), or null when the signal aborts
   * first. Rejects with `Interrupted` on Ctrl-C and Ctrl-D. The terminal is listened to from the first call until the signal
   * aborts: abort it in any case. Undefined where nobody sits there.
   */
  nextKey?(signal: AbortSignal): Promise<string | null>;
  /** Where progress is redrawn in place while a person watches; undefined where nobody does. */
  screen?: TextStream;
  openEngine(choice: EngineChoice, notice: (line: string) => void): Promise<Engine>;
  /** Opens a throwaway server for scripts that nobody trusts; `choice` forces its kind. */
  openArena(
    options: ArenaOptions,
    choice: Pick<EngineChoice, 'engine'>,
    notice: (line: string) => void,
  ): Promise<Arena>;
  /** Opens a throwaway server that may be killed; `choice` forces its kind. */
  openThrowaway(choice: Pick<EngineChoice, 'engine'>, notice: (line: string) => void): Promise<Throwaway>;
  /** Asks HTTP servers; whoever opens it closes it. */
  openHttp(): Promise<HttpClient>;
  /** Starts a throwaway cluster of real servers, whose nodes may be killed. */
  openDrillCluster(notice: (line: string) => void): Promise<DrillCluster>;
  /** The host that owns the private engines; asking it starts nothing. */
  engineHost: { status(): Promise<Status | null>; stop(): Promise<boolean> };
  /** What of the machine decides whether hyperdrive works on it. */
  machine(): Promise<Machine>;
  /** The folder that hyperdrive is installed in, as an absolute path. */
  packageFolder: string;
  /** The names of the folders in `missions/`. */
  listMissions(): string[];
  exists(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  listFolder(path: string): string[];
  /** The text of a file that came with hyperdrive, by its path in the package (`lua/gcra.lua`). */
  packageFile(path: string): string;
  /** The text of a file of the user's; rejects with `UsageError`, also where it is large or no text. */
  readFile(path: string): Promise<string>;
  /** Writes a file that is not there yet; rejects with `UsageError`, also where it is. */
  writeNewFile(path: string, text: string): Promise<void>;
  /** Makes a folder with these files, all or none; rejects with `UsageError`, also where something is there already. */
  writeNewFolder(path: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** The folder that somebody stands in. */
  cwd(): string;
  /** Makes a folder with those above it, where it is not there yet. Rejects with `UsageError`. */
  makeFolder(path: string): Promise<void>;
  /** Writes a file; what was there is kept beside it. Answers with the path of that, null where nothing was there. */
  replaceFile(path: string, text: string): Promise<string | null>;
  /** Different whenever the file was saved; null while it is not there. */
  fileMark(path: string): Promise<string | null>;
  /** Runs a program that has the terminal, and answers with its exit code. Rejects with `UsageError` where it cannot start. */
  runProgram(file: string, args: readonly string[]): Promise<number>;
  /** The exit code of a command that ends well and yet has something to tell a shell: 1 where an attack broke a script. */
  exitWith(code: number): void;
  progress: ProgressStore;
  version: string;
  /** Runs a command line, without the leading `hyperdrive`, in a world of the caller's: how a mission runs its blocks. */
  runCommand(argv: string[], deps: Deps): Promise<void>;
  /** Has something done before a signal ends the process; answers with how to call that off. */
  beforeExit(undo: () => Promise<unknown>): () => void;
  /** Starts gateways, each in a process of its own. Resolves when all listen; rejects with `HyperdriveError` where one cannot. */
  startGateways(settings: readonly InstanceSettings[], told: Told): Promise<Gateways>;
  /**
   * Where a lesson runs, which must not be held up: the URLs of the gateways that run behind it. `serve` ends with their table
   * then, and the lesson ends them.
   */
  gateways?(): readonly string[];
  /** Resolves with the next signal that asks this process to end; whoever waits for it ends the process himself. */
  signalled(): Promise<string>;
  /** Told every result, whether shown as text or as JSON: how a mission sees what a command did. */
  observe?(document: Document): void;
}
