import { calmMs, pauseMs } from './backoff.ts';
import type { Scheduler } from './scheduler.ts';

/** So many failures in a row open the circuit. */
export const mostFailures = 5;

export interface CircuitNeeds {
  /** Finds out whether the engine decides again. Rejects with why not. */
  probe(): Promise<void>;
  /** What a failed probe comes to, in one line. */
  lineOf(error: unknown): string;
  /** Monotonic, ms. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  scheduler: Scheduler;
  /** Told when it opens or closes, and when the trouble becomes another. */
  changed(): void;
}

/**
 * Keeps requests from an engine that does not decide. Closed, all are asked. After so many failures in a row it opens: nobody is
 * asked, and one probe at a time is sent after a pause that grows. A probe that succeeds closes it.
 */
export interface Circuit {
  readonly state: 'closed' | 'open' | 'probing';
  /** Why it is open, in one line. */
  readonly trouble: string | undefined;
  /** Changes each time it opens or closes: what was asked before tells nothing of now. */
  readonly term: number;
  succeeded(term: number): void;
  failed(term: number, line: string): void;
  /** Opens it at once. */
  trip(line: string): void;
  /** How long until the next probe; 0 while one is under way, or it is closed. */
  nextProbeMs(): number;
  stop(): void;
}

export function makeCircuit(needs: CircuitNeeds): Circuit {
  const { probe, lineOf, now, random, scheduler, changed } = needs;
  let state: Circuit['state'] = 'closed';
  let trouble: string | undefined;
  let term = 0;
  let failures = 0;
  let probesInVain = 0;
  let probeAtMs = 0;
  let closedAtMs = -calmMs;
  let stopped = false;
  let callOff = () => {};

  const open = (line: string) => {
    if (stopped) return;
    const told = trouble === line;
    state = 'open';
    trouble = line;
    const ms = pauseMs(probesInVain++, random());
    probeAtMs = now() + ms;
    callOff = scheduler.after(ms, () => void attempt());
    if (!told) changed();
  };

  const trip = (line: string) => {
    if (state !== 'closed') return;
    term++;
    if (now() - closedAtMs >= calmMs) probesInVain = 0;
    open(line);
  };

  const attempt = async () => {
    state = 'probing';
    try {
      await probe();
    } catch (error) {
      open(lineOf(error));
      return;
    }
    if (stopped) return;
    state = 'closed';
    trouble = undefined;
    term++;
    failures = 0;
    closedAtMs = now();
    changed();
  };

  return {
    get state() {
      return state;
    },
    get trouble() {
      return trouble;
    },
    get term() {
      return term;
    },
    succeeded(at) {
      if (at === term) failures = 0;
    },
    failed(at, line) {
      if (at === term && state === 'closed' && ++failures >= mostFailures) trip(line);
    },
    trip,
    nextProbeMs: () => (state === 'open' ? Math.max(0, Math.ceil(probeAtMs - now())) : 0),
    stop() {
      stopped = true;
      callOff();
    },
  };
}
